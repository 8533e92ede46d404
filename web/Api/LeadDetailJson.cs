using OneLead.Views;
using OneLead.Web.Pages;

namespace OneLead.Web.Api;

/// <summary>One line of an explanation: points × weight = contribution; the contributions sum exactly to the score.</summary>
public sealed record ExplanationLineJson(string Factor, string Rule, string Text, string Input, int Points, decimal Weight, decimal Contribution);

/// <summary>Why a score is what it is.</summary>
public sealed record ExplanationJson(decimal Score, IReadOnlyList<ExplanationLineJson> Lines)
{
    public static ExplanationJson Of(Explanation e) => new(
        Plain.Of(e.Score), [.. e.Lines.Select(l => new ExplanationLineJson(l.Factor, l.Rule, l.Text, l.Input, l.Points, Plain.Of(l.Weight), Plain.Of(l.Contribution)))]);
}

/// <summary>One command in a lead's life; refused says why it was not applied.</summary>
public sealed record LeadStepJson(long Sequence, DateTimeOffset At, string What, string? Reason, string? By, string? Refused, string? Note);

/// <summary>A lead with everything that explains it.</summary>
/// <param name="Before">The score before it last moved; null when it never has.</param>
/// <param name="Cause">What moved it last.</param>
/// <param name="Forecast">The next day on which it changes by itself; null: never.</param>
/// <param name="Critical">The day on which it becomes critical by itself; null: never, or it is.</param>
/// <param name="Receipt">From what all this was derived.</param>
/// <param name="OpportunityId">What it was converted to; null while it is not converted.</param>
/// <param name="RespondBy">CRITICAL today, HIGH in 7 days, MEDIUM in 30; null for LOW.</param>
public sealed record LeadDetailJson(
    LeadJson Lead, ExplanationJson Explanation, ExplanationJson RiskExplanation, string Title, string Description, string RecommendedAction, string? Successor,
    DateOnly? RespondBy, DateOnly AsOf, string RulesVersion, IReadOnlyList<LeadStepJson> Steps, ItemJson Item,
    ScoreJson? Before, CauseJson? Cause, ForecastJson? Forecast, ForecastJson? Critical, ReceiptJson Receipt, string? OpportunityId)
{
    public static LeadDetailJson Of(LeadDetail d, TenantView tenant, IReadOnlyList<LeadPoint> history) => new(
        LeadJson.Of(d.Lead, d.AccountName, tenant) with { Services = LeadJson.ServicesOf(d.Services), AsOf = d.AsOf, RulesVersion = d.RulesVersion },
        ExplanationJson.Of(d.Explanation), ExplanationJson.Of(d.RiskExplanation), d.Title, d.Description, d.RecommendedAction, d.Successor, d.RespondBy, d.AsOf,
        d.RulesVersion, [.. d.Steps.Select(s => new LeadStepJson(s.Sequence, s.At.ToUniversalTime(), s.What, s.Reason, s.By, s.Refused, s.Note))], ItemJson.Of(d.Item),
        history is [.., { Score: { } score, Priority: { } priority }, _] ? new(Plain.Of(score), priority) : null, history is [.., var last] ? Causes.Json(last.Cause) : null,
        ForecastOf(d.Forecast, d.AsOf), ForecastOf(d.Critical, d.AsOf), new(d.Sequence, d.RulesVersion, d.AsOf), d.OpportunityId);

    private static ForecastJson? ForecastOf(LeadForecast? f, DateOnly asOf) => f is null ? null : new(f.On, f.On.DayNumber - asOf.DayNumber, Plain.Of(f.Score), f.Priority);
}
