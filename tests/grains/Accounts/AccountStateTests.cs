using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Verification;
using OneLead.Views;

namespace OneLead.Grains.Tests.Accounts;

public class AccountStateTests
{
    private static readonly string Renewal = Keys.Lead("hpe:S1", LeadType.Renewal);

    [Fact]
    public void An_expired_uncovered_server_five_years_past_its_end_of_life_is_three_leads()
    {
        var state = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()));

        Assert.Equal([LeadType.Renewal, LeadType.HardwareRefresh, LeadType.ServiceAttach], state.Scores.Leads.Select(l => l.Type).Order());
        Assert.Equal(new LeadCounts(1, 1, 1, state.Scores.Totals.Leads.Critical, state.Scores.Totals.Leads.High,
            state.Scores.Totals.Leads.Medium, state.Scores.Totals.Leads.Low), state.Scores.Totals.Leads);
    }

    [Fact]
    public void A_lead_that_nobody_touched_leaves_no_trace_when_its_trigger_goes()
    {
        var covered = Rows.Row(3, EventKind.Item, "hpe:S1",
            EventData.Of(("supportStatus", FieldValue.Of("Active Warranty")), ("endOfLife", FieldValue.Of("2030-01-01"))), occurred: 1);
        var state = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()), covered);

        Assert.Empty(state.Scores.Leads);
        Assert.Empty(state.Workflows.All);
        Assert.Equal(default, state.Scores.Totals.Leads);
        Assert.Equal(CurrencySums.None, state.Scores.Totals.Sums("USD"));
    }

    [Fact]
    public void Opportunities_of_the_account_move_the_scores_of_its_leads()
    {
        var before = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()));
        var after = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()),
            Rows.Row(3, EventKind.Opportunity, "O1", EventData.Of(("name", FieldValue.Of("first")))));

        Assert.Equal(before.Scores.FindLead(Renewal)!.Score + 2m, after.Scores.FindLead(Renewal)!.Score);
    }

    [Fact]
    public void A_closed_lead_keeps_its_score_and_reopens_when_its_trigger_comes_back()
    {
        JournalEntry[] rows =
        [
            Rows.Day(1, "2025-10-29"),
            Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()),
            Rows.Row(3, EventKind.LeadStatus, Renewal, Rows.Status("rejected", 0, "no budget")),
            Rows.Row(4, EventKind.Opportunity, "O1", EventData.Of(("name", FieldValue.Of("first")))),
            Rows.Row(5, EventKind.Item, "hpe:S1", EventData.Of(("supportStatus", FieldValue.Of("Support-Active"))), occurred: 1),
            Rows.Row(6, EventKind.Item, "hpe:S1", EventData.Of(("supportStatus", FieldValue.Of("Expired Fixed Support"))), occurred: 2),
        ];
        var open = Fold(rows[..2]).Scores.FindLead(Renewal)!;
        var closed = Fold(rows[..4]).Scores.FindLead(Renewal)!;
        var lapsed = Fold(rows[..5]).Scores.FindLead(Renewal)!;
        var reopened = Fold(rows).Scores.FindLead(Renewal)!;

        Assert.Equal((LeadStatus.Rejected, open.Score, "no budget", 1), (closed.Status, closed.Score, closed.StatusReason, closed.Version));
        Assert.Equal((LeadStatus.Rejected, open.Score), (lapsed.Status, lapsed.Score));
        Assert.Equal((LeadStatus.New, open.Score + 2m, 2), (reopened.Status, reopened.Score, reopened.Version));
    }

    [Fact]
    public void A_command_that_saw_another_version_is_recorded_as_refused_at_its_place()
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()),
            Rows.Row(3, EventKind.LeadStatus, Renewal, Rows.Status("contacted", 0)),
            Rows.Row(4, EventKind.LeadStatus, Renewal, Rows.Status("qualified", 0)));

        Assert.Equal(CommandOutcome.Applied, AccountViews.Outcome(state, Renewal, 3).Outcome);
        Assert.Equal(CommandOutcome.VersionMismatch, AccountViews.Outcome(state, Renewal, 4).Outcome);
        Assert.Equal(LeadStatus.Contacted, state.Scores.FindLead(Renewal)!.Status);
    }

    [Fact]
    public void A_rejection_needs_a_reason()
    {
        var state = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()),
            Rows.Row(3, EventKind.LeadStatus, Renewal, Rows.Status("rejected", 0)));

        Assert.Equal((CommandOutcome.Invalid, "a rejection needs a reason"),
            (AccountViews.Outcome(state, Renewal, 3).Outcome, AccountViews.Outcome(state, Renewal, 3).Reason));
    }

    [Fact]
    public void A_command_on_a_lead_that_is_not_there_leaves_nothing()
    {
        var state = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.LeadStatus, Renewal, Rows.Status("contacted")));

        Assert.Equal(CommandOutcome.NotFound, AccountViews.Outcome(state, Renewal, 2).Outcome);
        Assert.Empty(state.Workflows.All);
    }

    [Fact]
    public void An_item_that_left_for_another_key_is_gone_with_its_leads()
    {
        var moved = Rows.Row(3, EventKind.Item, "hpe:S1", EventData.Of(("territory", FieldValue.Of("2"))), key: "territory:2",
            occurred: 1, former: Rows.Key);
        var state = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Rows.Item()), moved);

        Assert.True(state.Records.IsEmpty);
        Assert.Empty(state.Scores.Leads);
    }

    [Fact]
    public void A_lifecycle_announced_later_than_the_items_own_date_wins()
    {
        var item = Rows.Item().With("productId", FieldValue.Of("P1")).With("supportStatus", FieldValue.Of("Active Warranty"))
            .With("endOfLife", FieldValue.Of("2030-01-01"));
        var lifecycle = new JournalEntry(3, Rows.Start, new ChangeEvent("", EventKind.ProductLifecycle, "P1", 1, "test", "l",
            Rows.Start.AddDays(1), EventData.Of(("endOfLife", FieldValue.Of("2015-01-01")))), "", null);
        var state = Fold(Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", item), lifecycle);

        Assert.Equal([LeadType.HardwareRefresh], state.Scores.Leads.Select(l => l.Type));
    }

    [Fact]
    public void An_item_that_names_its_product_by_id_has_the_products_name_and_the_end_of_life_of_its_version()
    {
        var item = EventData.Of(("serial", FieldValue.Of("S1")), ("productId", FieldValue.Of("P#1")), ("version", FieldValue.Of("8.2")),
            ("supportStatus", FieldValue.Of("Active Warranty")));
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", item),
            Lifecycle(3, "P~231", ("productName", FieldValue.Of("HP DL360p Gen8")), ("endOfLife", FieldValue.Of("2031-01-01"))),
            Lifecycle(4, "P~231:8.2", ("endOfLife", FieldValue.Of("2015-01-01"))));

        Assert.Equal([(LeadType.HardwareRefresh, "HP DL360p Gen8", "COMPUTE")],
            state.Scores.Leads.Select(l => (l.Type, l.Product, l.Family)));

        JournalEntry Lifecycle(long sequence, string entity, params (string, FieldValue)[] fields) =>
            new(sequence, Rows.Start,
                new ChangeEvent("", EventKind.ProductLifecycle, entity, 1, "test", entity, Rows.Start, EventData.Of(fields)), "", null);
    }

    [Fact]
    public void Rows_one_at_a_time_and_all_at_once_end_in_the_same_bytes() =>
        Prop.ForAll(Histories.ToArbitrary(), rows => CanonicalState.Of(Fold(rows)).SequenceEqual(CanonicalState.Of(FoldOneByOne(rows))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_one_at_a_time_and_all_at_once_give_the_same_health_and_sums() =>
        Prop.ForAll(Histories.ToArbitrary(), rows => rows.Length == 0 || Figures(Fold(rows)) == Figures(FoldOneByOne(rows)))
            .QuickCheckThrowOnFailure();

    private static (Health, Contribution, DateOnly?) Figures(AccountState state)
    {
        var row = AccountViews.Row(state, "name");
        return (row.Health, row.Totals, state.Scores.Health.NextChange);
    }

    [Fact]
    public void A_snapshot_in_the_middle_changes_nothing() =>
        Prop.ForAll(Histories.ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (rows, cut) =>
        {
            var (before, after) = (rows[..Math.Min(cut, rows.Length)], rows[Math.Min(cut, rows.Length)..]);
            var history = History(rows);
            var first = Fold(before);
            var write = AccountViews.Snapshot("default", first, "name", 0);
            var records = write.Records.Where(r => r.Bytes is not null).ToImmutableArray();
            var restored = AccountCodec.Restore(first.Id, Links, new Storage.Snapshot(write.Stamp, write.Header, records));
            foreach (var row in after.Where(r => !r.Event.Kind.IsTenantWide()))
                restored.Apply(row, history);
            restored.Sequence = rows.Length == 0 ? 0 : rows[^1].Sequence;
            restored.Recompute(history);
            return CanonicalState.Of(restored).SequenceEqual(CanonicalState.Of(Fold(rows)));
        }).QuickCheckThrowOnFailure();

    private static TenantHistory History(IEnumerable<JournalEntry> rows) =>
        TenantHistory.Of(RuleSet.Default).Apply(rows.Where(r => r.Event.Kind.IsTenantWide()));

    private static AccountState Fold(params JournalEntry[] rows)
    {
        var (state, history) = (New(), History(rows));
        foreach (var row in rows.Where(r => !r.Event.Kind.IsTenantWide()))
            state.Apply(row, history);
        state.Sequence = rows.Length == 0 ? 0 : rows[^1].Sequence;
        state.Recompute(history);
        return state;
    }

    private static AccountState FoldOneByOne(JournalEntry[] rows)
    {
        var (state, history) = (New(), TenantHistory.Of(RuleSet.Default));
        foreach (var row in rows)
        {
            history = history.Apply(row.Event.Kind.IsTenantWide() ? [row] : []);
            if (!row.Event.Kind.IsTenantWide())
                state.Apply(row, history);
            state.Sequence = row.Sequence;
            state.Recompute(history);
        }
        return state;
    }

    private static readonly AccountLinks Links = new([Rows.Key, "name:1:A"], 0);

    private static AccountState New() => new(Rows.Key, Links);

    private static Gen<JournalEntry[]> Histories
    {
        get
        {
            var serial = Gen.Choose(1, 3).Select(n => "S" + n);
            var status = Gen.Elements("Active Warranty", "Warranty Expired - Uncovered Box", "Expired Fixed Support", "Uncovered", "");
            var endOfLife = Gen.Elements("2015-07-01", "2019-06-01", "2020-11-15", "2024-01-01", "2030-01-01");
            var item = from s in serial
                       from t in status
                       from e in endOfLife
                       from end in Gen.Elements("", "2025-08-01", "2025-12-01", "2026-03-01")
                       from agreement in Gen.Elements("", "C-1", "C2")
                       select (Kind: EventKind.Item, Entity: "hpe:" + s, Data: Covered(Rows.Item(s, t, e), end, agreement));
            var contract = from n in Gen.Choose(1, 2)
                           from end in Gen.Elements("2025-07-01", "2025-11-01", "2026-04-01")
                           from renewal in Gen.Elements("", "O1")
                           select (Kind: EventKind.Contract, Entity: "C" + n, Data: EventData.Of(
                               ("number", FieldValue.Of("C-" + n)), ("end", FieldValue.Of(end)),
                               ("renewalOpportunity", renewal.Length > 0 ? FieldValue.Of(renewal) : FieldValue.Null)));
            var removal = from s in serial select (Kind: EventKind.Item, Entity: "hpe:" + s, Data: EventData.Removal);
            var opportunity =
                from n in Gen.Choose(1, 8)
                from won in Gen.Elements("Won", "Open", "Lost")
                select (Kind: EventKind.Opportunity, Entity: "O" + n, Data: EventData.Of(("status", FieldValue.Of(won)),
                    ("amount", FieldValue.Of(100m * n)), ("probability", FieldValue.Of(0.5m))));
            var project =
                from n in Gen.Choose(1, 8)
                from end in Gen.Elements("2023-12-01", "2025-11-20", "2020-01-01")
                select (Kind: EventKind.Project, Entity: "P" + n,
                    Data: EventData.Of(("status", FieldValue.Of("CLSD")), ("end", FieldValue.Of(end))));
            var credit =
                from n in Gen.Choose(1, 3)
                from d in Gen.Choose(0, 10)
                select (Kind: EventKind.ServiceCredit, Entity: "C" + n,
                    Data: EventData.Of(("purchased", FieldValue.Of(10m)), ("delivered", FieldValue.Of(d))));
            var ticket = from n in Gen.Choose(1, 4)
                         from stage in Gen.Elements("Open", "Closed")
                         from escalated in Gen.Elements(true, false)
                         from opened in Gen.Elements("2024-09-01", "2025-06-01", "2025-12-01")
                         select (Kind: EventKind.Ticket, Entity: "T" + n, Data: EventData.Of(
                             ("escalated", FieldValue.Of(escalated)), ("opened", FieldValue.Of(opened + "T08:00:00Z")),
                             ("status", FieldValue.Of(stage))));
            var usage = from n in Gen.Choose(1, 4)
                        from level in Gen.Choose(0, 10)
                        from period in Gen.Elements("2024-10-01", "2025-05-01", "2025-10-01")
                        select (Kind: EventKind.Usage, Entity: "U" + n, Data: EventData.Of(
                            ("period", FieldValue.Of(period)), ("product", FieldValue.Of("P")),
                            ("utilization", FieldValue.Of(level / 10m))));
            var account =
                from tier in Gen.Elements("Strategic", "Growth")
                select (Kind: EventKind.Account, Entity: "A", Data: EventData.Of(("tier", FieldValue.Of(tier))));
            var command = from s in Gen.Elements("hpe:S1", "hpe:S2", "hpe:S3", Keys.ContractSubject("C1"), Keys.ContractSubject("C2"))
                          from type in Gen.Elements(LeadTypes.Identities.ToArray())
                          from to in Gen.Elements("contacted", "rejected", "converted", "new", "nonsense")
                          from expected in Gen.Choose(0, 2)
                          select (Kind: EventKind.LeadStatus, Entity: Keys.Lead(s, type), Data: Rows.Status(to, expected, "reason"));
            var day =
                from n in Gen.Choose(0, 400)
                select (Kind: EventKind.DayBegun, Entity: "",
                    Data: EventData.Of(("day", FieldValue.Of(new DateOnly(2025, 6, 1).AddDays(n)))));
            var any = Gen.Frequency((8, item), (3, contract), (2, ticket), (2, usage), (1, removal), (3, opportunity), (2, project),
                (1, credit), (1, account), (5, command), (2, day));
            return any.Zip(Gen.Choose(0, 20)).ListOf().Select(list => list.Select((p, i) => Rows.Row(
                i + 1, p.Item1.Kind, p.Item1.Entity, p.Item1.Data, occurred: p.Item2,
                key: p.Item1.Kind == EventKind.DayBegun ? "" : Rows.Key)).ToArray());
        }
    }

    private static EventData Covered(EventData item, string end, string agreement) => item
        .With("supportEnd", end.Length > 0 ? FieldValue.Of(end) : FieldValue.Null)
        .With("agreementId", agreement.Length > 0 ? FieldValue.Of(agreement) : FieldValue.Null);
}
