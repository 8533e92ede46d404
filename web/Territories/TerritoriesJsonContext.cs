using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Territories;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<TerritoryJson>))]
[JsonSerializable(typeof(TerritoryDetailJson))]
internal sealed partial class TerritoriesJsonContext : JsonSerializerContext;
