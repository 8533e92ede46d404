using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Entities;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<EntityRowJson>))]
[JsonSerializable(typeof(EntityFieldsJson))]
[JsonSerializable(typeof(EntityGroupsJson))]
[JsonSerializable(typeof(ErasureJson))]
internal sealed partial class EntitiesJsonContext : JsonSerializerContext;
