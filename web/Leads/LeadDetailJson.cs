using OneLead.Events;
using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Api;
using OneLead.Web.Changes;
using OneLead.Web.Items;

namespace OneLead.Web.Leads;

/// <summary>One command in a lead's history; refused says why it was not applied.</summary>
public sealed record LeadStepJson(long Sequence, DateTimeOffset At, string What, string? Reason, string? By, string? Refused, string? Note);

/// <summary>A lead's score at some time.</summary>
public sealed record ScoreJson(decimal Score, Priority Priority);

/// <summary>When and to what a lead changes by itself, if nothing else happens.</summary>
public sealed record ForecastJson(DateOnly On, int Days, decimal Score, Priority Priority);

/// <summary>The journal sequence, rules and day from which a score was computed.</summary>
public sealed record ReceiptJson(long Sequence, string RulesVersion, DateOnly AsOf);

/// <summary>A lead with everything that explains it.</summary>
/// <param name="Before">The score before its last change; null if it never changed.</param>
/// <param name="Cause">The cause of the last change.</param>
/// <param name="Forecast">The next day on which the score changes by itself; null: never.</param>
/// <param name="Critical">The day on which the lead becomes critical by itself; null: never, or it already is.</param>
/// <param name="Item">Null if the lead is about a contract.</param>
/// <param name="Receipt">What all this was computed from.</param>
/// <param name="OpportunityId">The opportunity that the lead was converted to; null until then.</param>
/// <param name="RespondBy">The day by which somebody should respond, by the rules; null for low priority and closed leads.</param>
public sealed record LeadDetailJson(
    LeadJson Lead, ExplanationJson Explanation, ExplanationJson RiskExplanation, string Title, string Description, string RecommendedAction,
    string? Successor,
    DateOnly? RespondBy, DateOnly AsOf, string RulesVersion, IReadOnlyList<LeadStepJson> Steps, ItemJson? Item,
    ScoreJson? Before, CauseJson? Cause, ForecastJson? Forecast, ForecastJson? Critical, ReceiptJson Receipt, string? OpportunityId)
{
    /// <param name="history">The last two points of the score at most, the later one last.</param>
    /// <param name="import">The import that brought the row of the last point; null if none did or it is not known.</param>
    internal static LeadDetailJson Of(
        LeadDetail d, TenantView tenant, IReadOnlyList<LeadPoint> history, ImportJob? import, Visibility visibility) => new(
        LeadJson.Of(d.Lead, d.AccountName, tenant) with
        {
            Services = LeadJson.ServicesOf(d.Services),
            AsOf = d.AsOf,
            RulesVersion = d.RulesVersion,
        },
        ExplanationJson.Of(d.Explanation), ExplanationJson.Of(d.RiskExplanation), d.Title, d.Description, d.RecommendedAction, d.Successor,
        tenant.RespondBy(d.Lead), d.AsOf, d.RulesVersion,
        [.. d.Steps.Select(s => new LeadStepJson(s.Sequence, s.At.ToUniversalTime(), s.What, s.Reason, s.By, s.Refused, s.Note))],
        d.Item is null || !visibility.Sees(EventKind.Item) ? null : ItemJson.Of(d.Item),
        history is [.., { Score: { } score, Priority: { } priority }, _] ? new(JsonDecimal.Of(score), priority) : null,
        history is [.., var last]
            ? CauseText.Shown(
                CauseText.Json(
                    last.Cause, import, history is [var former, _] ? CauseText.Effect(former.Factors, last.Factors) : null,
                    IsFirst(history)),
                visibility)
            : null,
        ForecastOf(d.Forecast, d.AsOf), ForecastOf(d.Critical, d.AsOf), new(d.Sequence, d.RulesVersion, d.AsOf), d.OpportunityId);

    // An undone import counts as if it had not been, so what brings its leads again brings them for the first time.
    private static bool IsFirst(IReadOnlyList<LeadPoint> history) =>
        history is [_] or [{ Score: null, Cause.Kind: EventKind.Retraction }, { Cause.Effect: CauseEffect.Added }];

    private static ForecastJson? ForecastOf(LeadForecast? f, DateOnly asOf) =>
        f is null ? null : new(f.On, f.On.DayNumber - asOf.DayNumber, JsonDecimal.Of(f.Score), f.Priority);
}
