using System.Text.Json;
using System.Text.Json.Serialization;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Sources.DeadLetters;
using OneLead.Sources.Events;
using OneLead.Sources.Http;
using OneLead.Sources.Imports;
using OneLead.Sources.Webhooks;
using OneLead.Storage;

namespace OneLead.Sources;

/// <summary>The JSON contracts of the endpoints in this project, generated at compile time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, Converters = [typeof(WireEnum<ImportState>), typeof(WireEnum<DeadLetterState>), typeof(WireEnum<CdcState>)])]
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
public sealed partial class SourcesJson : JsonSerializerContext
{
    /// <summary>
    /// Adds these contracts to options. Converters are added as well, because a chained context uses those of the options.
    /// </summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        foreach (var converter in Default.Options.Converters)
            options.Converters.Add(converter);
    }
}
