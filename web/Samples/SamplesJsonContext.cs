using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Samples;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SampleJson))]
internal sealed partial class SamplesJsonContext : JsonSerializerContext;
