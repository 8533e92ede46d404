using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Recommendations;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RecommendationsJson))]
internal sealed partial class RecommendationsJsonContext : JsonSerializerContext;
