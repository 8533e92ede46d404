using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Rules;
using OneLead.Tenants;

namespace OneLead.Grains.Tests.Accounts;

/// <summary>Compares what <see cref="EventKinds.Use"/> says of each kind with what the account and the tenant read.</summary>
public class KindUseTests
{
    public static TheoryData<EventKind> AccountKinds => [.. Entities.Where(k => !k.IsTenantWide())];

    public static TheoryData<EventKind> TenantKinds => [.. Entities.Where(k => k.IsTenantWide())];

    private static IEnumerable<EventKind> Entities => Enum.GetValues<EventKind>().Where(k => k.IsEntity());

    [Theory]
    [MemberData(nameof(AccountKinds))]
    public void A_kind_is_used_in_scores_exactly_if_it_changes_what_an_account_shows_of_itself(EventKind kind)
    {
        var without = Account();
        var with = Account(Rows.Row(9, kind, kind == EventKind.Item ? "hpe:S9" : "E9", Data(kind)));
        Assert.Equal(kind.Use() == KindUse.Scores, with != without);
    }

    [Theory]
    [MemberData(nameof(TenantKinds))]
    public void A_tenant_wide_kind_is_used_exactly_if_scores_recommendations_or_names_follow_from_it(EventKind kind)
    {
        var row = Rows.Row(9, kind, kind == EventKind.ProductLifecycle ? "654081-B21" : "E9", Data(kind), key: "");
        var without = Tenant(TenantState.Initial(RuleSet.Default));
        var with = Tenant(TenantState.Initial(RuleSet.Default).Apply(row));
        Assert.Equal(kind.Use() == KindUse.Scores, with != without);
    }

    // Every field of the kind has a value, so that the first rule that reads one fails this test.
    private static EventData Data(EventKind kind) => EventData.Of(EventSchema.Fields(kind).Select(f => new EventField(f.Key, f.Value switch
    {
        // A contract that ends soon and is not renewed has a lead.
        _ when f.Key is "autoRenewal" or "renewalOpportunity" => FieldValue.Null,
        FieldKind.Date => FieldValue.Of(f.Key == "end" ? "2025-11-15" : "2025-10-01"),
        FieldKind.Instant => FieldValue.Of("2025-10-01T00:00:00Z"),
        FieldKind.Rate => FieldValue.Of(0.5m),
        FieldKind.Flag => FieldValue.Of(true),
        FieldKind.Text => FieldValue.Of(f.Key switch
        {
            "currency" => "USD",
            "category" => "Compute",
            "product" => "Servers",
            _ => f.Key,
        }),
        _ => FieldValue.Of(3m),
    })).Append(new EventField("table", FieldValue.Of("campaigns"))));

    private static string Account(params JournalEntry[] more)
    {
        var state = new AccountState(Rows.Key, new AccountLinks(ImmutableSortedSet.Create(StringComparer.Ordinal, Rows.Key), 0));
        ImmutableArray<JournalEntry> rows = [Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()), .. more];
        var history = TenantHistory.Of(RuleSet.Default).Apply(rows.Where(r => r.Event.Kind.IsTenantWide()));
        foreach (var row in rows)
            state.Apply(row, history);
        state.Recompute(history);
        var (account, facts) = (AccountViews.Row(state, "Acme"), state.Scores.Facts);
        return string.Join('\n', state.Scores.Leads.Select(l => $"{l.Id} {l.Score}").Append(facts.ToString())
            .Append((account with { UpdatedAt = default, Aliases = [] }).ToString()));
    }

    private static string Tenant(TenantState state) => string.Join('\n',
        state.RescoredAt, string.Join(' ', state.Recommendations().Values.SelectMany(s => s).Select(s => s.Name)), state.Mappings.Count);
}
