using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;

namespace OneLead.Web.Recommendations;

/// <summary>A service with the open leads for which it is recommended.</summary>
public sealed record RecommendationJson(
    string Name, IReadOnlyList<string> Skus, string Category, string Product, int Leads, int Accounts, SumJson LeadValue);

/// <summary>An item with the services recommended for it.</summary>
public sealed record ItemRecommendationJson(
    string LeadId, LeadType Type, Priority Priority, string Serial, string Product, IReadOnlyList<ServiceJson> Services);

/// <summary>An account with the services recommended for it, its best leads first.</summary>
public sealed record AccountRecommendationJson(
    AccountRefJson Account, string? Territory, int Leads, SumJson LeadValue, IReadOnlyList<ItemRecommendationJson> Items);

/// <summary>An account's items without cover.</summary>
/// <param name="Uncovered">Items that never had cover.</param>
/// <param name="Expired">Items whose support has expired; an item can be both.</param>
public sealed record GapJson(AccountRefJson Account, string? Territory, int Items, int Uncovered, int Expired, SumJson LeadValue);

/// <summary>The page "Services".</summary>
public sealed record RecommendationsJson(
    TopJson<RecommendationJson> Services, TopJson<AccountRecommendationJson> Accounts, TopJson<GapJson> Gaps);
