using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Days;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DayJson))]
internal sealed partial class DaysJsonContext : JsonSerializerContext;
