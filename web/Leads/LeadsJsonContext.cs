using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Leads;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<LeadJson>))]
[JsonSerializable(typeof(LeadDetailJson))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(AssignmentRequest))]
[JsonSerializable(typeof(SnoozeRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(LeadUndoRequest))]
[JsonSerializable(typeof(LeadCommands))]
[JsonSerializable(typeof(LeadCommandResultsJson))]
internal sealed partial class LeadsJsonContext : JsonSerializerContext;
