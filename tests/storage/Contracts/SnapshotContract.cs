using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>The contract of <see cref="ISnapshotStore"/>.</summary>
public abstract class SnapshotContract : IDisposable
{
    private readonly Lazy<ITestStore> _store;

    protected SnapshotContract() => _store = new(Open);

    protected abstract ITestStore Open();

    private ISnapshotStore Snapshots => _store.Value.Snapshots;

    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
        GC.SuppressFinalize(this);
    }

    private static SnapshotWrite Write(
        string account, long sequence = 1, long tenantSequence = 1, int engine = 1, string? due = null, string? territory = "1",
        byte mark = 1, bool replace = false, long before = 0, string tenant = Tenant, params PackedRecord[] records) =>
        new(tenant, account, new SnapshotStamp(
            sequence, tenantSequence, engine, due is null ? null : DateOnly.Parse(due, null), territory, [account, account + "-too"]),
            [mark, 1], [mark, 2], [mark, 3], [.. records], replace, before);

    private async Task<SnapshotOutcome[]> SaveAsync(params SnapshotWrite[] writes) => [.. await Snapshots.SaveAsync([.. writes])];

    private static PackedRecord Record(string key, params byte[]? bytes) => new(key, bytes);

    private async Task<string[]> KeysAsync(string account) =>
        [.. (await Snapshots.LoadAsync(Tenant, account))!.Records.Select(r => $"{r.Key}={string.Join(',', r.Bytes!)}")];

    [Fact]
    public async Task A_snapshot_is_read_back_unchanged()
    {
        var write = Write("a", 7, 3, 2, "2026-05-01", "Ōsaka", records: [Record("k2", 1), Record("k1")]);

        Assert.Equal([SnapshotOutcome.Written], await SaveAsync(write));
        _store.Value.Restart();
        var snapshot = (await Snapshots.LoadAsync(Tenant, "a"))!;

        Assert.Equal(write.Stamp with { Keys = [] }, snapshot.Stamp with { Keys = [] });
        Assert.Equal(write.Stamp.Keys.AsEnumerable(), snapshot.Stamp.Keys);
        Assert.Equal(write.Header, snapshot.Header);
        Assert.Equal(["k1=", "k2=1"], await KeysAsync("a"));
        Assert.Null(await Snapshots.LoadAsync(Tenant, "b"));
        Assert.Null(await Snapshots.LoadAsync("other", "a"));
    }

    [Fact]
    public async Task Records_of_a_kind_are_read_across_accounts_with_and_without_them()
    {
        // More accounts than a page; every second one has such records.
        await SaveAsync(
            [
                .. Enumerable.Range(0, 1_201).Select(
                    i => Write(
                        $"a{i:D4}",
                        records: i % 2 == 0 ?
                        [
                            Record("item/1", 1), Record("item/2", 2), Record("items", 9), Record("order/1", 3),
                        ] : [Record("order/1", 3)])),
            ]);
        await SaveAsync(Write("b", records: [Record("item/1", 1)], tenant: "other"));

        var read = new List<StoredRecord>();
        await foreach (var record in Snapshots.ReadRecordsAsync(Tenant, "item/"))
            read.Add(record);

        Assert.Equal(
            Enumerable.Range(0, 601).SelectMany(i => new[] { ($"a{i * 2:D4}", "item/1", (byte)1), ($"a{i * 2:D4}", "item/2", (byte)2) }),
            read.Select(r => (r.Account, r.Record.Key, r.Record.Bytes![0])));
    }

    [Fact]
    public async Task Unchanged_records_stay_and_null_bytes_remove()
    {
        await SaveAsync(Write("a", records: [Record("k1", 1), Record("k2", 2), Record("k3", 3)]));
        await SaveAsync(Write("a", 2, before: 1, records: [Record("k2", 9), Record("k3", null), Record("k4", 4), Record("k5", null)]));

        Assert.Equal(["k1=1", "k2=9", "k4=4"], await KeysAsync("a"));
    }

    [Fact]
    public async Task Replacing_records_drops_the_others()
    {
        await SaveAsync(Write("a", records: [Record("k1", 1), Record("k2", 2)]), Write("b", records: [Record("k1", 7)]));
        await SaveAsync(Write("a", 2, replace: true, records: Record("k2", 3)));

        Assert.Equal(["k2=3"], await KeysAsync("a"));
        Assert.Equal(["k1=7"], await KeysAsync("b"));
    }

    [Theory]
    [InlineData(4, 2, false)]
    [InlineData(5, 1, false)]
    [InlineData(6, 1, false)]
    [InlineData(5, 2, true)]
    [InlineData(6, 2, true)]
    [InlineData(5, 3, true)]
    public async Task A_stale_write_changes_nothing(long sequence, int engine, bool wins)
    {
        await SaveAsync(Write("a", 5, engine: 2, mark: 1, records: Record("k", 1)));

        var outcomes = await SaveAsync(Write("a", sequence, engine: engine, mark: 2, replace: true, records: Record("k", 2)), Write("b"));

        Assert.Equal([wins ? SnapshotOutcome.Written : SnapshotOutcome.Stale, SnapshotOutcome.Written], outcomes);
        Assert.Equal(wins ? 2 : 1, (await Snapshots.LoadAsync(Tenant, "a"))!.Header[0]);
        Assert.Equal([wins ? "k=2" : "k=1"], await KeysAsync("a"));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    [InlineData(0, false)]
    public async Task A_write_with_another_base_needs_the_whole_account(long before, bool isBase)
    {
        await SaveAsync(Write("a", 5, mark: 1, records: Record("k", 1)));

        var outcomes = await SaveAsync(Write("a", 6, mark: 2, before: before, records: Record("l", 2)), Write("new", 6, before: 3));

        Assert.Equal([isBase ? SnapshotOutcome.Written : SnapshotOutcome.NeedsWhole, SnapshotOutcome.NeedsWhole], outcomes);
        Assert.Equal(isBase ? ["k=1", "l=2"] : ["k=1"], await KeysAsync("a"));
        Assert.Null(await Snapshots.LoadAsync(Tenant, "new"));
        Assert.Equal([SnapshotOutcome.Written], await SaveAsync(Write("a", 6, mark: 3, replace: true, records: Record("m", 3))));
        Assert.Equal(["m=3"], await KeysAsync("a"));
    }

    [Fact]
    public async Task Stored_versions_and_watermarks_are_listed()
    {
        await SaveAsync(Write("a", 5, engine: 2), Write("b", 7) with { View = null }, Write("x", 9, tenant: "other"));

        Assert.Equal(
            [new StoredVersion("a", 5, 2, true), new StoredVersion("b", 7, 1, false)],
            (await Snapshots.GetVersionsAsync(Tenant)).OrderBy(v => v.Account));
        Assert.Equal([7, 0, 5], (await Snapshots.GetWatermarksAsync(Tenant, ["b", "x", "a"])).AsEnumerable());
    }

    [Fact]
    public async Task Accounts_are_behind_by_date_engine_or_tenant_row()
    {
        await SaveAsync(
            Write("past", due: "2026-01-01"), Write("today", due: "2026-01-02"), Write("future", due: "2026-01-03"), Write("never"),
            Write("older", engine: 0), Write("newer", engine: 2), Write("both", engine: 0, due: "2026-01-01"),
            Write("elsewhere", tenant: "other", due: "2026-01-01"));

        Assert.Equal(
            ["both", "newer", "older", "past", "today"], (await Snapshots.FindBehindAsync(Tenant, new DateOnly(2026, 1, 2), 1, 1)).Order());
        Assert.Equal(["both", "past", "today"], (await Snapshots.FindBehindAsync(Tenant, new DateOnly(2026, 1, 2), null, 1)).Order());
        Assert.Equal(8 - 1, (await Snapshots.FindBehindAsync(Tenant, new DateOnly(2026, 1, 2), 1, 2)).Length);
    }

    [Fact]
    public async Task Accounts_territories_contributions_and_views_are_listed_by_tenant()
    {
        await SaveAsync(
            Write("a", mark: 1), Write("b", mark: 2, territory: "2"), Write("c", mark: 3, territory: null),
            Write("d", mark: 4) with { View = null }, Write("x", tenant: "other"));

        Assert.Equal(["a", "b", "c", "d"], (await Snapshots.GetVersionsAsync(Tenant)).Select(v => v.Account).Order());
        Assert.Equal(["1", "2"], (await Snapshots.GetTerritoriesAsync(Tenant)).Order());
        Assert.Equal(
            [("a", 1), ("d", 4)], (await Snapshots.GetContributionsAsync(Tenant, "1")).Select(r => (r.Account, (int)r.Bytes[0])).Order());
        Assert.Equal([("c", 3)], (await Snapshots.GetContributionsAsync(Tenant, null)).Select(r => (r.Account, (int)r.Bytes[0])));
        Assert.All(await Snapshots.GetContributionsAsync(Tenant, "1"), r => Assert.Equal(3, r.Bytes[1]));
        var views = new List<string>();
        await foreach (var view in Snapshots.ReadViewsAsync(Tenant))
            views.Add($"{view.Account}:{view.Bytes[0]}{view.Bytes[1]}");
        Assert.Equal(["a:12", "b:22", "c:32"], views.Order());
    }

    [Fact]
    public async Task More_views_than_a_page_are_each_read_once()
    {
        await SaveAsync([.. Enumerable.Range(0, 1_234).Select(i => Write($"a{i}"))]);

        var views = new List<string>();
        await foreach (var view in Snapshots.ReadViewsAsync(Tenant))
            views.Add(view.Account);

        Assert.Equal(1_234, views.Distinct().Count());
        Assert.Equal(1_234, views.Count);
    }

    [Fact]
    public async Task Flushed_through_never_decreases()
    {
        Assert.Equal(0, await Snapshots.GetFlushedThroughAsync(Tenant));
        await Snapshots.SaveFlushedThroughAsync(Tenant, 5);
        await Snapshots.SaveFlushedThroughAsync("other", 2);
        await Snapshots.SaveFlushedThroughAsync(Tenant, 4);
        await SaveAsync(Write("b"));

        Assert.Equal(5, await Snapshots.GetFlushedThroughAsync(Tenant));
        Assert.Equal(2, await Snapshots.GetFlushedThroughAsync("other"));
    }

    [Fact]
    public async Task A_cleared_tenant_starts_empty()
    {
        await SaveAsync(Write("a", 9, records: Record("k", 1)), Write("x", tenant: "other"));
        await Snapshots.SaveFlushedThroughAsync(Tenant, 5);

        await Snapshots.ClearAsync(Tenant);

        Assert.Null(await Snapshots.LoadAsync(Tenant, "a"));
        Assert.Equal(0, await Snapshots.GetFlushedThroughAsync(Tenant));
        Assert.Single(await Snapshots.GetVersionsAsync("other"));
        Assert.Equal([SnapshotOutcome.Written], await SaveAsync(Write("a", 1)));
        Assert.Empty(await KeysAsync("a"));
    }

    [Fact]
    public async Task Snapshots_that_match_the_journal_survive_a_restart()
    {
        await _store.Value.Journal.AppendAsync(Tenant, [Item("a"), Item("b")]);
        await SaveAsync(Write("a", 2));
        await _store.Value.Journal.AppendAsync(Tenant, [Item("c")]);
        _store.Value.Restart();

        Assert.NotNull(await Snapshots.LoadAsync(Tenant, "a"));
    }
}
