using OneLead.Web.Accounts;
using OneLead.Web.Api;

namespace OneLead.Web.RevenueFocus;

/// <summary>An open opportunity.</summary>
/// <param name="Probability">0-1.</param>
/// <param name="Weighted">Amount × probability; null when either is unknown.</param>
/// <param name="Days">Days until the close date; negative if it has passed.</param>
public sealed record OpportunityJson(
    string Id, string Name, AccountRefJson? Account, string? Tier, string? Territory, string? Stage, MoneyJson? Amount,
    decimal? Probability, MoneyJson? Weighted, DateOnly? CloseDate, int? Days,
    string? Owner);

/// <summary>The open opportunities of a stage.</summary>
/// <param name="Stage">Null: no stage is given.</param>
/// <param name="Amount">Unknown counts those without an amount.</param>
/// <param name="Weighted">Unknown counts those without amount or probability.</param>
public sealed record StageJson(string? Stage, int Count, SumJson Amount, SumJson Weighted);

/// <summary>The best opportunities of an account that close soon.</summary>
public sealed record AccountOpportunitiesJson(
    AccountRefJson? Account, string? Tier, string? Territory, SumJson Weighted, IReadOnlyList<OpportunityJson> Opportunities);

/// <summary>The page "Revenue focus".</summary>
/// <param name="Pipeline">All open opportunities.</param>
public sealed record RevenueFocusJson(
    DateOnly? AsOf, decimal MinAmount, decimal MinProbability, int Within, TopJson<OpportunityJson> Opportunities,
    IReadOnlyList<StageJson> Stages, WeightedJson Pipeline, TopJson<OpportunityJson> Closing,
    TopJson<AccountOpportunitiesJson> Accounts);
