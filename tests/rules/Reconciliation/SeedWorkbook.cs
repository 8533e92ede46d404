using System.Collections.Immutable;
using OneLead.Rules.Tests.Names;

namespace OneLead.Rules.Tests.Reconciliation;

/// <summary>
/// The keys of the sample workbook: opportunities by territory and account name, territories of the install base, customers of
/// projects.
/// </summary>
internal static class SeedWorkbook
{
    public static ImmutableArray<NamedKey> Keys { get; } =
    [
        Name("56088", "APPLE COMPUTER INC", 1), Name("56088", "APPLE INC", 1), Name("56088", "APPLE INC.", 38),
        Name("56088", "Apple Inc", 2), Name("56088", "Apple Inc.", 9), Name("56088", "Jebi", 1),
        Name("56160", "Antofagasta Minerals S.A.", 2), Name("56160", "Minera Antucoya", 1), Name("56160", "Minera Centinela", 1),
        Name("56160", "Minera Los Pelambres", 1),
        Name("56166", "Applied Computer Solutions", 1),
        Name("56180", "APPLIED MATERIALS, INC.", 3), Name("56180", "Applied Materials", 1), Name("56180", "Applied Materials, Inc.", 7),
        Name("56180", "Varian Semiconductor Equipment Associates, Inc.", 1),
        Name("56322", "Analog Devices Global LLC", 1), Name("56322", "Analog Devices", 3), Name("56322", "Analog Devices, Inc.", 4),
        Name("56396", "ARAMARK SERVICES INC", 1), Name("56396", "ARAMARK SERVICES, INC.", 1), Name("56396", "Aramark Services, Inc.", 1),
        Name("56623", "BAYSTATE HEALTH INC.", 1), Name("56623", "Baystate Health Inc.", 4),
        Name("56623", "Franklin Baystate Medical Center", 1), Name("56623", "Health New England, Inc.", 2),
        Name("56769", "Baltimore City Public School Systems (inc)", 3), Name("56769", "Baltimore city public Schools", 2),
        Name("56769", "City of Baltimore", 3), Name("56769", "Collegebound Foundation, Inc", 1),
        .. new[] { "56012", "56088", "56160", "56166", "56180", "56240", "56322", "56396", "56623", "56769" }.Select(Territory),
        Customer("110085660", "日本ヒューレット・パッカード合同会社"), Customer("110083368", "日本銀行"), Customer("110079582", "東京海上日動火災保険(株)"),
    ];

    /// <summary>The territory mapping that ships with the samples.</summary>
    public static ReconciliationState Mapped { get; } = ReconciliationState.Empty with
    {
        TerritoryNames = ImmutableDictionary<string, string>.Empty.Add("56088", "Apple Inc").Add("56180", "APPLIED MATERIALS, INC."),
    };

    public static NamedKey Name(string? territory, string name, int opportunities = 0) =>
        new(OneLead.Keys.Name(territory, name), territory, name, null, opportunities);

    public static NamedKey Territory(string territory) => new(OneLead.Keys.Territory(territory), territory, null, null, 0);

    public static NamedKey Customer(string id, string? name) => new(OneLead.Keys.Customer(id), null, name, id, 0);

    public static ReconciliationResult Decide(IEnumerable<NamedKey> keys, ReconciliationState? standing = null, NameRules? rules = null) =>
        Reconciler.Decide(Partition.Split(keys), standing ?? ReconciliationState.Empty, rules ?? TestNames.Rules);

    /// <summary>Returns the state after the decisions are journaled.</summary>
    public static ReconciliationState After(this ReconciliationState standing, ReconciliationResult reconciled) =>
        standing with
        {
            Links = standing.Links.SetItems(reconciled.Decisions.Select(d => KeyValuePair.Create(d.Key, new KeyLink(d.To, d.Rule)))),
        };

    public static ReconciliationState ByHand(this ReconciliationState standing, NamedKey key, NamedKey to) =>
        standing with { ByHand = standing.ByHand.SetItem(key.Key, to.Key) };

    public static string Root(this ReconciliationResult reconciled, NamedKey key) =>
        reconciled.Assignments.Single(a => a.Key == key.Key).To;

    /// <summary>Returns the display name of a key's account.</summary>
    public static string Account(this ReconciliationResult reconciled, NamedKey key) => reconciled.Names[reconciled.Root(key)];

    /// <summary>Returns the accounts as sets of keys, one per line.</summary>
    public static List<string> Accounts(this ReconciliationResult reconciled) =>
        [
            .. reconciled.Assignments.GroupBy(a => a.To).Select(g => string.Join(' ', g.Select(a => a.Key).Order(StringComparer.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
}
