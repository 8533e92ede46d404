using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using OneLead.Storage;
using OneLead.Web.Cdc;
using OneLead.Web.DeadLetters;
using OneLead.Web.Imports;
using OneLead.Web.Live;
using OneLead.Web.Pages;
using OneLead.Web.ReadModel;
using OneLead.Web.Samples;
using OneLead.Web.Webhooks;

namespace OneLead.Web.Api;

/// <summary>Enums under their wire names: lower snake case.</summary>
internal sealed class WireEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;

/// <summary>What the API and the hub say, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(WireEnum<LeadType>), typeof(WireEnum<LeadStatus>), typeof(WireEnum<Priority>), typeof(WireEnum<RiskLevel>), typeof(WireEnum<ImportState>), typeof(WireEnum<DeadLetterState>), typeof(WireEnum<CdcState>), typeof(WireEnum<HealthTrend>)])]
[JsonSerializable(typeof(PageJson<LeadJson>))]
[JsonSerializable(typeof(LeadDetailJson))]
[JsonSerializable(typeof(PageJson<AccountJson>))]
[JsonSerializable(typeof(AccountDetailJson))]
[JsonSerializable(typeof(PageJson<ItemJson>))]
[JsonSerializable(typeof(PageJson<TerritoryJson>))]
[JsonSerializable(typeof(TerritoryDetailJson))]
[JsonSerializable(typeof(PortfolioJson))]
[JsonSerializable(typeof(ReconciliationJson))]
[JsonSerializable(typeof(LinkJson))]
[JsonSerializable(typeof(LinkRequest))]
[JsonSerializable(typeof(UndoRequest))]
[JsonSerializable(typeof(SettleJson))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(AssignmentRequest))]
[JsonSerializable(typeof(PageJson<ImportJson>))]
[JsonSerializable(typeof(AcceptedJson))]
[JsonSerializable(typeof(WebhookAnswerJson))]
[JsonSerializable(typeof(PageJson<DeadLetterJson>))]
[JsonSerializable(typeof(DeadLetterDetailJson))]
[JsonSerializable(typeof(ReplayJson))]
[JsonSerializable(typeof(PageJson<SourceJson>))]
[JsonSerializable(typeof(SampleJson))]
[JsonSerializable(typeof(DayJson))]
[JsonSerializable(typeof(VerificationJson))]
[JsonSerializable(typeof(PageJson<EntityRowJson>))]
[JsonSerializable(typeof(EntityFieldsJson))]
[JsonSerializable(typeof(EntityGroupsJson))]
[JsonSerializable(typeof(ActionRequiredJson))]
[JsonSerializable(typeof(RevenueFocusJson))]
[JsonSerializable(typeof(RecommendationsJson))]
[JsonSerializable(typeof(AnalyticsJson))]
[JsonSerializable(typeof(TopJson<ChangeJson>))]
[JsonSerializable(typeof(SearchJson))]
[JsonSerializable(typeof(LeadCommands))]
[JsonSerializable(typeof(LeadCommandResultsJson))]
[JsonSerializable(typeof(LeadUndoRequest))]
[JsonSerializable(typeof(SnoozeRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(PreviewJson))]
[JsonSerializable(typeof(ImportJson))]
[JsonSerializable(typeof(ImportUndoRequest))]
[JsonSerializable(typeof(SystemJson))]
[JsonSerializable(typeof(HealthStateJson))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(IReadOnlyList<EventProblemJson>))]
[JsonSerializable(typeof(Frame))]
[JsonSerializable(typeof(TopicState))]
[JsonSerializable(typeof(LeadChangeJson))]
[JsonSerializable(typeof(AccountChangeJson))]
[JsonSerializable(typeof(TerritoryChangeJson))]
[JsonSerializable(typeof(ImportChangeJson))]
[JsonSerializable(typeof(BandChangeJson))]
[JsonSerializable(typeof(AccountTopicJson))]
[JsonSerializable(typeof(LeadListTopicJson))]
[JsonSerializable(typeof(LeadTopicJson))]
[JsonSerializable(typeof(TerritoryTopicJson))]
[JsonSerializable(typeof(string))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Makes options speak our JSON.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        foreach (var converter in Default.Options.Converters)
            options.Converters.Add(converter);
    }
}
