using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Verification;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VerificationJson))]
internal sealed partial class VerificationJsonContext : JsonSerializerContext;
