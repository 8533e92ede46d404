using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Entities;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<EntityRowJson>))]
[JsonSerializable(typeof(EntityFieldsJson))]
[JsonSerializable(typeof(EntityGroupsJson))]
internal sealed partial class EntitiesJsonContext : JsonSerializerContext;
