using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;

namespace OneLead.Web.ActionRequired;

/// <summary>An account with items past end of life.</summary>
/// <param name="WorstDays">Days since the earliest end of life.</param>
/// <param name="ValueAtRisk">The sum of the contract values of these items; unknown counts the items without one.</param>
/// <param name="EstimatedAtRisk">The highest lead estimates of the items without a contract value.</param>
public sealed record ExpiredJson(
    AccountRefJson Account, string? Territory, int Expired, int? WorstDays, SumJson ValueAtRisk, SumJson EstimatedAtRisk);

/// <summary>A contract or an item's support that ends soon.</summary>
/// <param name="Kind">contract or support.</param>
/// <param name="NoticeDays">The contract's own notice period; default 90.</param>
public sealed record EndingJson(
    AccountRefJson? Account, string? Territory, string Kind, string Id, string Name, DateOnly End, int Days, int NoticeDays,
    MoneyJson? Value);

/// <summary>Service credits that are hardly used and have not expired.</summary>
/// <param name="Utilization">Delivered ÷ purchased, 0-1.</param>
public sealed record CreditJson(
    AccountRefJson? Account, string? Territory, string Id, string Name, decimal Purchased, decimal Delivered, decimal? Active,
    decimal Utilization, DateOnly? ContractEnd);

/// <summary>An open lead without recent changes.</summary>
/// <param name="Days">Days since the lead or its item last changed.</param>
public sealed record UntouchedJson(LeadJson Lead, int Days);

/// <summary>The page "Action required".</summary>
public sealed record ActionRequiredJson(
    DateOnly? AsOf, TopJson<ExpiredJson> Expired, TopJson<EndingJson> Ending, TopJson<CreditJson> Credits,
    TopJson<UntouchedJson> Untouched);
