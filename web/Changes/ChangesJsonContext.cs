using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Web.Api;

namespace OneLead.Web.Changes;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TopJson<ChangeJson>))]
internal sealed partial class ChangesJsonContext : JsonSerializerContext;
