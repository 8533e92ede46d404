using System.Text.Json;
using System.Text.Json.Serialization;

namespace OneLead.Web.Reconciliation;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ReconciliationJson))]
[JsonSerializable(typeof(LinkJson))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(SettleJson))]
internal sealed partial class ReconciliationJsonContext : JsonSerializerContext;
