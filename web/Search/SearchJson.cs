using OneLead.Web.Accounts;

namespace OneLead.Web.Search;

/// <summary>An account that was found.</summary>
public sealed record FoundAccountJson(string Id, string Name, string? Territory, bool AtRisk);

/// <summary>A lead that was found.</summary>
public sealed record FoundLeadJson(
    string Id, LeadType Type, Priority Priority, decimal Score, string Product, string Serial, AccountRefJson Account);

/// <summary>An item that was found by its serial.</summary>
public sealed record FoundItemJson(string Id, string Serial, string Product, AccountRefJson Account);

/// <summary>A territory that was found.</summary>
public sealed record FoundTerritoryJson(string Id, int Accounts, int Leads);

/// <summary>The best hits of each kind.</summary>
public sealed record SearchJson(
    IReadOnlyList<FoundAccountJson> Accounts, IReadOnlyList<FoundLeadJson> Leads, IReadOnlyList<FoundItemJson> Items,
    IReadOnlyList<FoundTerritoryJson> Territories);
