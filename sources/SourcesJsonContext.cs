using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Sources.Configuration;
using OneLead.Sources.DeadLetters;
using OneLead.Sources.Events;
using OneLead.Sources.Http;
using OneLead.Sources.Imports;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources;

/// <summary>The JSON contracts of the endpoints in this project, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageJson<ImportJson>))]
[JsonSerializable(typeof(AcceptedJson))]
[JsonSerializable(typeof(WebhookAnswerJson))]
[JsonSerializable(typeof(PageJson<DeadLetterJson>))]
[JsonSerializable(typeof(DeadLetterDetailJson))]
[JsonSerializable(typeof(ReplayJson))]
[JsonSerializable(typeof(PageJson<SourceJson>))]
[JsonSerializable(typeof(PreviewJson))]
[JsonSerializable(typeof(ImportJson))]
[JsonSerializable(typeof(ImportUndoRequest))]
[JsonSerializable(typeof(IReadOnlyList<EventProblemJson>))]
public sealed partial class SourcesJsonContext : JsonSerializerContext;
