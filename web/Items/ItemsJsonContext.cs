using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Items;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<ItemJson>))]
internal sealed partial class ItemsJsonContext : JsonSerializerContext;
