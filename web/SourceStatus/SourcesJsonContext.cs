using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Web.Api;

namespace OneLead.Web.SourceStatus;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<SourceJson>))]
internal sealed partial class SourcesJsonContext : JsonSerializerContext;
