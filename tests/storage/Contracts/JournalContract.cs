using OneLead.Events;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>The contract of <see cref="IJournal"/>.</summary>
public abstract class JournalContract : IDisposable
{
    private readonly Lazy<ITestStore> _store;

    protected JournalContract() => _store = new(Open);

    protected abstract ITestStore Open();

    private ITestStore Store => _store.Value;
    private IJournal Journal => Store.Journal;

    public void Dispose()
    {
        if (_store.IsValueCreated)
            Store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_journal_returns_no_rows()
    {
        Assert.Equal(0, Journal.Head(Tenant));
        Assert.Empty(Journal.Tenants);
        Assert.Empty(await Journal.ReadAllAsync());
        Assert.Empty(await Journal.ReadAccountAsync(Tenant, ["territory:1"], 0, 100));
        Assert.Empty(await Journal.ReadTenantAsync(Tenant, 0));
        Assert.Null(await Journal.FindHomeAsync(Tenant, EventKind.Item, "hpe:S1"));
        Assert.Empty(await Journal.AppendAsync());
    }

    [Fact]
    public async Task Rows_are_numbered_from_one_and_read_back_unchanged()
    {
        ChangeEvent[] events =
        [
            Item("a"), Item("b", "hpe:S2") with { OccurredAt = new(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(9)) }, Day("c", "2026-01-02"),
        ];

        var appended = await Journal.AppendAsync(events);

        Assert.Equal([new(1, true), new(2, true), new Appended(3, true)], appended);
        Assert.Equal(3, Journal.Head(Tenant));
        Assert.Equal([Tenant], Journal.Tenants.AsEnumerable());
        var rows = await Journal.ReadAllAsync();
        Assert.Equal(events, rows.Select(r => r.Event));
        Assert.Equal([1, 2, 3], rows.Sequences());
        Assert.All(rows, r => Assert.Equal(TimeSpan.Zero, r.Event.OccurredAt.Offset));
        Assert.Equal([3], (await Journal.ReadAllAsync(after: 2)).Sequences());
    }

    [Fact]
    public async Task A_repeat_appends_nothing_and_returns_its_first_sequence()
    {
        await Journal.AppendAsync(Item("a"), Item("b"));

        var again = await Journal.AppendAsync(Item("b", account: "territory:9"), Item("c"), Item("c"), Item("a"));

        Assert.Equal([new(2, false), new(3, true), new(3, false), new Appended(1, false)], again);
        Assert.Equal(3, Journal.Head(Tenant));
    }

    [Fact]
    public async Task The_same_source_id_of_another_source_is_another_event()
    {
        var appended = await Journal.AppendAsync(Item("a", source: "api"), Item("a", source: "crm"), Item("i", source: "ap"));

        Assert.All(appended, a => Assert.True(a.IsNew));
    }

    [Fact]
    public async Task Tenants_do_not_see_each_other()
    {
        await Journal.AppendAsync("left", [Item("a"), Item("b")]);
        var right = (await Journal.AppendAsync("right", [Item("a"), Day("d", "2026-01-02")])).AsEnumerable();

        Assert.Equal([new(1, true), new Appended(2, true)], right);
        Assert.Equal(["left", "right"], Journal.Tenants.AsEnumerable());
        Assert.Equal(2, (await Journal.ReadAccountAsync("left", ["territory:1"], 0, 9)).Length);
        Assert.Single(await Journal.ReadAccountAsync("right", ["territory:1"], 0, 9));
        Assert.Empty(await Journal.ReadTenantAsync("left", 0));
        Assert.Single(await Journal.ReadTenantAsync("right", 0));
        Assert.Single(await Journal.ReadEntityAsync("right", EventKind.Item, "hpe:S1", 0, 9));
    }

    [Fact]
    public async Task Concurrent_calls_share_commits_and_each_call_is_contiguous()
    {
        await Journal.AppendAsync(Item("warm"));
        var before = Store.JournalCommits;

        var calls = await Task.WhenAll(Enumerable.Range(0, 400).Select(c => Task.Run(async () =>
            await Journal.AppendAsync([.. Enumerable.Range(0, 3).Select(i => Item($"{c}-{i}"))]))));

        Assert.InRange(Store.JournalCommits - before, 1, 399);
        Assert.All(calls, c => Assert.Equal([c[0].Sequence, c[0].Sequence + 1, c[0].Sequence + 2], c.Select(a => a.Sequence)));
        Assert.Equal(Enumerable.Range(1, 1201).Select(i => (long)i), (await Journal.ReadAllAsync()).Sequences());
    }

    [Fact]
    public async Task The_same_event_from_many_callers_at_once_is_one_row()
    {
        var journal = Journal;

        var calls = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => Task.Run(async () => await journal.AppendAsync(Item("same"), Item("too")))));

        Assert.Equal(1, calls.Count(c => c[0].IsNew));
        Assert.Equal(2, Journal.Head(Tenant));
    }

    [Fact]
    public async Task The_listener_receives_every_row_once_in_order_before_the_caller_is_answered()
    {
        var heard = new List<JournalEntry>();
        Journal.Listen((tenant, rows) =>
        {
            lock (heard)
                heard.AddRange(rows);
            throw new InvalidOperationException("A failing listener.");
        });

        await Task.WhenAll(Enumerable.Range(0, 200).Select(c => Task.Run(async () =>
        {
            var mine = await Journal.AppendAsync(Item($"{c}"), Item($"{c % 10}", "hpe:S2"));
            lock (heard)
                Assert.Contains(heard, r => r.Sequence == mine[0].Sequence);
        })));

        Assert.Equal(await Journal.ReadAllAsync(), heard);
    }

    [Fact]
    public async Task A_replaced_or_closed_writer_is_refused_and_the_new_one_continues()
    {
        var (first, second) = (await Journal.OpenAsync(Tenant, new TestListener()), (IJournalWriter?)null);
        await first.AppendAsync([Item("1")]);
        second = await Journal.OpenAsync(Tenant, new TestListener());

        await Assert.ThrowsAsync<JournalFencedException>(async () => await first.AppendAsync([Item("2")]));
        await second.AppendAsync([Item("3")]);
        second.Close();
        await Assert.ThrowsAsync<JournalFencedException>(async () => await second.AppendAsync([Item("4")]));

        Assert.Equal(["1", "3"], (await Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
    }

    [Fact]
    public async Task A_decision_based_on_older_links_is_refused()
    {
        var writer = await Journal.OpenAsync(Tenant, new TestListener());
        await writer.AppendAsync([Link("l1", "name:A", "name:B")]);
        await writer.AppendAsync([Item("1")]);

        await Assert.ThrowsAsync<StaleDecisionException>(
            async () => await writer.AppendAsync([Link("l2", "name:C", "name:B")], decidedAfter: 0));
        await writer.AppendAsync([Link("l3", "name:D", "name:B")], decidedAfter: 1);

        Assert.Equal(["l1", "1", "l3"], (await Journal.ReadAllAsync()).Select(r => r.Event.SourceId));
    }

    [Fact]
    public async Task One_of_concurrent_decisions_on_the_same_links_is_accepted()
    {
        var writer = await Journal.OpenAsync(Tenant, new TestListener());

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            try
            {
                return (await writer.AppendAsync([Link($"l{i}", $"name:{i}", "name:B")], decidedAfter: 0))[0].IsNew;
            }
            catch (StaleDecisionException)
            {
                return false;
            }
        })));

        Assert.Single(outcomes, isTaken => isTaken);
        Assert.Single(await Journal.ReadAllAsync());
    }

    [Fact]
    public async Task The_latest_row_decides_an_entitys_home_and_a_late_row_does_not_move_it()
    {
        await Journal.AppendAsync(Item("1", account: "name:A", minute: 10));
        await Journal.AppendAsync(Item("2", account: "name:B", minute: 20));
        await Journal.AppendAsync(Item("3", account: "name:C", minute: 15));
        await Journal.AppendAsync(Item("4", account: "name:B", minute: 30));
        await Journal.AppendAsync(Item("5", account: "name:A", minute: 30), Item("0", account: "name:D", minute: 30));

        var rows = await Journal.ReadAllAsync();

        Assert.Equal(
            [("name:A", null), ("name:B", "name:A"), ("name:B", null), ("name:B", null), ("name:A", "name:B"), ("name:A", (string?)null)],
            rows.Select(r => (r.Home, r.Former)));
        Assert.Equal("name:A", await Journal.FindHomeAsync(Tenant, EventKind.Item, "hpe:S1"));
        Assert.Equal([1, 2, 5, 6], (await Journal.ReadAccountAsync(Tenant, ["name:A"], 0, 9)).Sequences());
        Assert.Equal([2, 3, 4, 5], (await Journal.ReadAccountAsync(Tenant, ["name:B"], 0, 9)).Sequences());
        Assert.Equal([3], (await Journal.ReadAccountAsync(Tenant, ["name:C"], 0, 9)).Sequences());
        Assert.Equal([1, 2, 3, 4, 5, 6], (await Journal.ReadAccountAsync(Tenant, ["name:C", "name:A", "name:B"], 0, 9)).Sequences());
        Assert.Equal([3, 4], (await Journal.ReadAccountAsync(Tenant, ["name:B"], 2, 4)).Sequences());
        Assert.Equal([1, 2, 3], (await Journal.ReadEntityAsync(Tenant, EventKind.Item, "hpe:S1", 0, 3)).Sequences());
        Assert.Equal([2], (await Journal.ReadEntityAsync(Tenant, EventKind.Item, "hpe:S1", 1, 2)).Sequences());
    }

    [Fact]
    public async Task Entities_of_several_kinds_are_read_together_in_order()
    {
        await Journal.AppendAsync(
            Item("1"), Command("2", "hpe:S1:renewal", "name:A"), Item("3", "hpe:S2"), Item("4", "hpe:S1:renewal"), Item("5"));

        Assert.Equal([1, 2, 5], (await Journal.ReadEntitiesAsync(
            Tenant, [(EventKind.Item, "hpe:S1"), (EventKind.LeadStatus, "hpe:S1:renewal"), (EventKind.Override, "hpe:S1")], 0, 9))
            .Sequences());
        Assert.Empty(await Journal.ReadEntitiesAsync(Tenant, [], 0, 9));
    }

    [Fact]
    public async Task Commands_and_rows_without_an_entity_stay_with_their_account()
    {
        await Journal.AppendAsync(
            Command("1", "hpe:S1:renewal", "name:A"), Command("2", "hpe:S1:renewal", "name:B"),
            Item("3", "", "name:A") with { Kind = EventKind.Raw }, Item("4", "", "name:B") with { Kind = EventKind.Raw });

        Assert.Equal(
            [("name:A", null), ("name:B", null), ("name:A", null), ("name:B", (string?)null)],
            (await Journal.ReadAllAsync()).Select(r => (r.Home, r.Former)));
    }

    [Fact]
    public async Task A_link_is_read_by_its_key_the_new_and_the_former_account()
    {
        await Journal.AppendAsync(Link("1", "name:X", "name:A"), Link("2", "name:X", "name:B", "name:A"));

        Assert.Equal([1, 2], (await Journal.ReadAccountAsync(Tenant, ["name:X"], 0, 9)).Sequences());
        Assert.Equal([1, 2], (await Journal.ReadAccountAsync(Tenant, ["name:A"], 0, 9)).Sequences());
        Assert.Equal([2], (await Journal.ReadAccountAsync(Tenant, ["name:B"], 0, 9)).Sequences());
        Assert.Equal("name:B", await Journal.FindHomeAsync(Tenant, EventKind.Link, "name:X"));
    }

    [Fact]
    public async Task Tenant_rows_are_read_separately_and_belong_to_no_account()
    {
        await Journal.AppendAsync(Day("1", "2026-01-02"), Item("2"), Day("3", "2026-01-03"));

        Assert.Equal([1, 3], (await Journal.ReadTenantAsync(Tenant, 0)).Sequences());
        Assert.Equal([3], (await Journal.ReadTenantAsync(Tenant, 1)).Sequences());
        Assert.Equal([2], (await Journal.ReadAccountAsync(Tenant, ["territory:1", ""], 0, 9)).Sequences());
        Assert.All(await Journal.ReadTenantAsync(Tenant, 0), r => Assert.Equal("", r.Home));
    }

    [Fact]
    public async Task A_restart_loses_and_duplicates_nothing()
    {
        await Journal.AppendAsync([.. Enumerable.Range(0, 50).Select(i => Item($"{i}", $"hpe:S{i % 7}", $"name:{i % 3}", i))]);
        var before = await Journal.ReadAllAsync();
        Store.Restart();

        var again = await Journal.AppendAsync(Item("7"), Item("new", "hpe:S1", "name:9", 99));

        Assert.Equal([new(8, false), new Appended(51, true)], again);
        var rows = await Journal.ReadAllAsync();
        Assert.Equal(before, rows[..50]);
        Assert.Equal("name:1", rows[50].Former);
        Assert.Equal(
            before.Where(r => r.Home == "name:2" || r.Former == "name:2" || r.Event.Account == "name:2"),
            await Journal.ReadAccountAsync(Tenant, ["name:2"], 0, 50));
    }

    [Fact]
    public async Task Texts_of_every_script_and_size_are_read_back()
    {
        var e = Item("東京/ü/\u0000/\U0001F600", "", "") with
        {
            Source = "",
            Kind = EventKind.Raw,
            Entity = "株式会社",
            Data = EventData.Of(("text", FieldValue.Of(new string('あ', 4_000)))),
        };
        await Journal.AppendAsync(e, Item("b") with { Data = EventData.Empty, OccurredAt = DateTimeOffset.MinValue });
        Store.Restart();

        var rows = await Journal.ReadAllAsync();

        Assert.Equal(e, rows[0].Event);
        Assert.Equal(EventData.Empty, rows[1].Event.Data);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_journal_consistent()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Journal.AppendAsync(
            Tenant, [Item("a")], cancelled.Token));

        Assert.Equal([new Appended(1, true)], await Journal.AppendAsync(Item("a")));
    }
}
