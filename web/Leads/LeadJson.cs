using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>The four factors of a lead's score, each 0-100.</summary>
public sealed record FactorsJson(int Urgency, int Value, int Propensity, int StrategicFit);

/// <summary>What a lead may be worth, in major units.</summary>
/// <param name="Basis"><c>contract</c>, or the name of the bundle in rules.yaml.</param>
public sealed record EstimatedValueJson(decimal Min, decimal Max, string Currency, string Basis);

/// <summary>The item of a lead.</summary>
/// <param name="Territory">The territory that the item's source gives it; the lead has the account's.</param>
public sealed record LeadItemJson(string Serial, string ProductId, string Product, string Family, bool IsComponent, string? Territory);

/// <summary>The contract that a lead is to renew.</summary>
/// <param name="Items">The number of known items that it covers.</param>
public sealed record LeadContractJson(string Id, string? Number, DateOnly? End, int Items);

/// <summary>A service that fits a lead; a higher priority is better.</summary>
public sealed record ServiceJson(string Name, IReadOnlyList<string> Skus, int Priority, string Category, string Product);

/// <summary>A lead in lists and pushes.</summary>
/// <param name="Item">Null if the lead is about a contract.</param>
/// <param name="Contract">Null if the lead is about an item.</param>
/// <param name="Territory">The account's territory, also the visibility scope; null when the account has none.</param>
/// <param name="Version">The ETag for commands on the lead.</param>
/// <param name="SnoozedUntil">The day until which the lead is snoozed, or null.</param>
/// <param name="RespondBy">The day by which somebody should respond, by the rules; null for low priority and closed leads.</param>
/// <param name="NextChange">The date on which the score changes by itself, or null.</param>
public sealed record LeadJson(
    string Id, LeadType Type, LeadStatus Status, Priority Priority, decimal Score, FactorsJson Factors, EstimatedValueJson? EstimatedValue,
    AccountRefJson Account,
    LeadItemJson? Item, LeadContractJson? Contract, string? Territory, RiskLevel Risk, string? Assignee, int Version, string? StatusReason,
    IReadOnlyList<ServiceJson> Services, DateOnly? NextChange,
    DateOnly AsOf, string RulesVersion, DateTimeOffset UpdatedAt, DateOnly? SnoozedUntil, int Notes, DateOnly? RespondBy)
{
    public static LeadJson Of(LeadRow lead, string accountName, TenantView tenant) => new(
        lead.Id, lead.Type, lead.Status, lead.Priority, JsonDecimal.Of(lead.Score),
        new(lead.Factors.Urgency, lead.Factors.Value, lead.Factors.Propensity, lead.Factors.StrategicFit),
        lead.Value is { } value ? new(JsonDecimal.Of(value.Min), JsonDecimal.Of(value.Max), value.Currency, value.Basis) : null,
        new(lead.AccountId, accountName),
        lead.Contract is null
            ? new(lead.Serial, lead.ProductId, lead.Product, lead.Family, lead.IsComponent, lead.ItemTerritory)
            : null,
        lead.Contract is { } contract ? new(contract.Id, contract.Number, contract.End, contract.Items) : null,
        lead.Territory,
        lead.Risk, lead.Assignee,
        lead.Version, lead.StatusReason, ServicesOf(lead, tenant), lead.NextChange, tenant.AsOf, tenant.RulesVersion,
        lead.UpdatedAt.ToUniversalTime(),
        lead.Work?.SnoozedUntil, lead.Work?.Notes ?? 0, tenant.RespondBy(lead));

    internal static LeadJson Of(in LeadEntry lead, TenantView tenant) => Of(lead.Row, lead.AccountName, tenant);

    internal static IReadOnlyList<ServiceJson> ServicesOf(IEnumerable<RecommendedService> services) =>
        [.. services.Select(s => new ServiceJson(s.Name, s.Skus, s.Priority, s.Category, s.Product))];

    // Looked up, not stored in each row: a few lists serve all leads.
    internal static IReadOnlyList<ServiceJson> ServicesOf(LeadRow lead, TenantView tenant) =>
        ServicesOf(tenant.ServicesFor(lead.ServiceRow, lead.Type));
}
