using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.RevenueFocus;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RevenueFocusJson))]
internal sealed partial class RevenueFocusJsonContext : JsonSerializerContext;
