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

/// <summary>The open opportunities of a stage; unknown counts those without amount or probability, which weighted leaves out.</summary>
/// <param name="Stage">Null: no stage is given.</param>
public sealed record StageJson(string? Stage, int Count, decimal Amount, decimal Weighted, string Currency, int Unknown);

/// <summary>The best opportunities of an account that close soon.</summary>
public sealed record AccountOpportunitiesJson(
    AccountRefJson? Account, string? Tier, string? Territory, SumJson Weighted, IReadOnlyList<OpportunityJson> Opportunities);

/// <summary>The page "Revenue focus".</summary>
public sealed record RevenueFocusJson(
    DateOnly? AsOf, decimal MinAmount, decimal MinProbability, int Within, TopJson<OpportunityJson> Opportunities,
    IReadOnlyList<StageJson> Stages, TopJson<OpportunityJson> Closing,
    TopJson<AccountOpportunitiesJson> Accounts);
