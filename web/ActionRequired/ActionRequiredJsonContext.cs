using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.ActionRequired;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ActionRequiredJson))]
internal sealed partial class ActionRequiredJsonContext : JsonSerializerContext;
