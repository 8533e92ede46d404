using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>What changed of an account's entities.</summary>
internal readonly record struct EntityChanges(
    ImmutableArray<EntityRow> Changed, ImmutableArray<EntityRef> Removed, ImmutableArray<SupportEnding> Ending,
    ImmutableArray<string> RemovedEnding)
{
    public static readonly EntityChanges None = new([], [], [], []);

    public bool IsEmpty => Changed.IsEmpty && Removed.IsEmpty && Ending.IsEmpty && RemovedEnding.IsEmpty;
}

/// <summary>Builds the published views of an account's entities.</summary>
internal static class EntityViews
{
    /// <summary>The territory that its source gives a record, else that of the key that owns it.</summary>
    public static string? OwnTerritory(EntityRecord record) => record.Fields.Text("territory") ?? Keys.TerritoryOf(record.Home);

    /// <param name="territory">The account's.</param>
    public static EntityRow Row(EntityRecord record, string account, string? territory, RuleSet rules) =>
        new(record.Kind, record.Id, account, territory, record.Fields, record.UpdatedAt)
        {
            OwnTerritory = OwnTerritory(record),
            Derived = record.Kind switch
            {
                EventKind.Opportunity => Of(OpportunityFacts.From(record.Fields, rules)),
                EventKind.Project => EventData.Of(("isClosed", FieldValue.Of(ProjectFacts.From(record.Fields, rules).IsClosed))),
                EventKind.ServiceCredit => Of(CreditFacts.From(record.Fields)),
                _ => EventData.Empty,
            },
        };

    public static EntityRow Row(AccountItem item, string account, string? territory, TenantState tenant)
    {
        var (assessment, terms) = (item.Assessment, item.Terms);
        return Row(item.Record, account, territory, tenant.Rules) with
        {
            // Listed in sorted order: sorting would cost too much with half a million items.
            Derived = EventData.OfSorted(
            [
                new("daysPastEndOfLife", Number(AccountViews.DaysSince(terms.EndOfLife, tenant))),
                new("daysSinceSupportEnd", Number(AccountViews.DaysSince(terms.SupportEnd, tenant))),
                new("family", FieldValue.Of(assessment.Product.Family)), new("isComponent", FieldValue.Of(assessment.Product.IsComponent)),
                new("isSupported", IsSupported(assessment.Support)),
                new("risk", FieldValue.Of(Wire.Name(assessment.Risk))),
                new("riskScore", FieldValue.Of((decimal)assessment.RiskScore)), new("support", FieldValue.Of(Support(assessment.Support))),
            ]),
        };
    }

    private static EventData Of(OpportunityFacts facts) => EventData.Of(
        ("closeDate", facts.CloseDate is { } close ? FieldValue.Of(close) : FieldValue.Null),
        ("isOpen", FieldValue.Of(facts.IsOpen)), ("isWon", FieldValue.Of(facts.IsWon)),
        ("weighted", facts.Weighted is { } minor ? FieldValue.Of(minor / 100m) : FieldValue.Null));

    private static EventData Of(CreditFacts facts) =>
        EventData.Of(("unused", Number(facts.Unused)), ("utilization", Number(facts.Utilization)));

    /// <summary>The entities of the kinds that the read model holds.</summary>
    public static ImmutableArray<EntityRow> Live(AccountState state) =>
    [
        .. state.Records.All.Where(r => r.Kind.IsLive() && r.Exists).OrderBy(r => r.Kind).ThenBy(r => r.Id, StringComparer.Ordinal)
            .Select(r => Row(r, state.Id, state.Scores.Territory, state.Scores.Tenant.Rules)),
    ];

    public static ImmutableArray<SupportEnding> Ending(AccountState state) =>
    [
        .. state.Scores.Items.Values.Where(i => i.EndsSoon).OrderBy(i => i.Record.Id, StringComparer.Ordinal)
            .Select(i => i.Ending(state.Scores.Territory, state.Scores.Tenant)),
    ];

    /// <summary>The entities of one kind.</summary>
    public static ImmutableArray<EntityRow> Of(AccountState state, EventKind kind) => kind == EventKind.Item
        ?
        [
            .. state.Scores.Items.Values.OrderBy(i => i.Record.Id, StringComparer.Ordinal)
                .Select(i => Row(i, state.Id, state.Scores.Territory, state.Scores.Tenant)),
        ]
        :
        [
            .. state.Records.All.Where(r => r.Kind == kind && r.Exists).OrderBy(r => r.Id, StringComparer.Ordinal)
                .Select(r => Row(r, state.Id, state.Scores.Territory, state.Scores.Tenant.Rules)),
        ];

    private static FieldValue Number(decimal? number) => number is { } known ? FieldValue.Of(known) : FieldValue.Null;

    private static FieldValue IsSupported(SupportState state) =>
        state == SupportState.Unknown ? FieldValue.Null : FieldValue.Of((state & SupportState.Active) != 0);

    private static string Support(SupportState state) =>
        state == SupportState.Unknown
            ? "unknown"
            : string.Join(' ', new[] { SupportState.Active, SupportState.Expired, SupportState.Uncovered }
                .Where(s => state.HasFlag(s)).Select(Wire.Name));
}
