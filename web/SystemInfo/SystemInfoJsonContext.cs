using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.SystemInfo;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SystemJson))]
internal sealed partial class SystemInfoJsonContext : JsonSerializerContext;
