using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Portfolio;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PortfolioJson))]
internal sealed partial class PortfolioJsonContext : JsonSerializerContext;
