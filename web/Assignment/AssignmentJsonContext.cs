using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Assignment;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AssignmentJson))]
[JsonSerializable(typeof(AssignmentRowsRequest))]
[JsonSerializable(typeof(AssignmentVersionsJson))]
[JsonSerializable(typeof(AssignmentPreviewJson))]
[JsonSerializable(typeof(AssignmentProblemJson[]))]
[JsonSerializable(typeof(WorkloadJson))]
[JsonSerializable(typeof(HandOverRequest))]
[JsonSerializable(typeof(HandOverPreviewJson))]
[JsonSerializable(typeof(HandOverJson))]
internal sealed partial class AssignmentJsonContext : JsonSerializerContext;
