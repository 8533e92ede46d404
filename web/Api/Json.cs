using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using OneLead.Sources.Imports;
using OneLead.Web.Live;
using OneLead.Web.Pages;
using OneLead.Web.ReadModel;
using OneLead.Web.Samples;

namespace OneLead.Web.Api;

/// <summary>What the API and the hub say, generated at compile time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(WireEnum<LeadType>), typeof(WireEnum<LeadStatus>), typeof(WireEnum<Priority>), typeof(WireEnum<RiskLevel>), typeof(WireEnum<ImportState>), typeof(WireEnum<HealthTrend>)])]
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
[JsonSerializable(typeof(SystemJson))]
[JsonSerializable(typeof(HealthStateJson))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
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
