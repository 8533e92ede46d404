using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Web.Api;

namespace OneLead.Web.DeadLetters;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<DeadLetterJson>))]
[JsonSerializable(typeof(DeadLetterDetailJson))]
[JsonSerializable(typeof(ReplayJson))]
internal sealed partial class DeadLettersJsonContext : JsonSerializerContext;
