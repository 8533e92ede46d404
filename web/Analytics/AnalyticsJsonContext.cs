using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Analytics;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AnalyticsJson))]
internal sealed partial class AnalyticsJsonContext : JsonSerializerContext;
