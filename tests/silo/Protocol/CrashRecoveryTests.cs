using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>What a crash leaves, and what the next start makes of it.</summary>
public sealed class CrashRecoveryTests : IDisposable
{
    private const string Flush = "IAccountGrain.Flush";
    private static readonly string One = Keys.Territory("1"), Two = Keys.Territory("2");

    private readonly List<string> _left = [];

    public void Dispose() => _left.ForEach(static d => TemporaryData.Delete(d));

    [Fact]
    public async Task A_crash_before_anything_was_stored_loses_nothing()
    {
        VerificationReport before;
        string left;
        await using (var silo = await TestSilo.StartAsync())
        {
            using var never = silo.Calls.Fail(Flush);
            await LiveAsync(silo);
            before = await silo.VerifyAsync();
            left = Crash(silo);
        }
        await using var after = await TestSilo.StartAsync(left);
        await AssertWholeAsync(after, before);
    }

    [Fact]
    public async Task A_crash_while_some_accounts_are_stored_wakes_the_others_though_nobody_asks_for_them()
    {
        string left;
        long row;
        await using (var silo = await TestSilo.StartAsync())
        {
            await silo.BeginDayAsync("2025-10-29");
            await silo.AppendAsync(Events.Item("S1", "1"), Events.Item("S2", "2"));
            await silo.FlushedAsync();
            using var never = silo.Calls.Fail(Flush, One);
            row = (await silo.AppendAsync(Events.Item("S3", "1")))[0].Sequence;
            await silo.AppendAsync(Events.Item("S4", "2"));
            await silo.FlushedAsync();
            Assert.Equal(row - 1, await silo.Snapshots.GetFlushedThroughAsync(TestSilo.Tenant));
            left = Crash(silo);
        }
        // A second crash soon after the takeover, before the account is stored, must find it again.
        var calls = new FailingCalls();
        await using (var silo = await TestSilo.StartAsync(left, calls: Failing(calls)))
        {
            await silo.AppendAsync(Events.Item("S5", "2"));
            await silo.FlushedAsync();
            Assert.Equal(row - 1, await silo.Snapshots.GetFlushedThroughAsync(TestSilo.Tenant));
            left = Crash(silo);
        }
        await using var after = await TestSilo.StartAsync(left);
        await Wait.UntilAsync("the account is stored", async () => await after.StoredAsync(One) >= row);
        await after.FlushedToTheHeadAsync();

        static FailingCalls Failing(FailingCalls calls)
        {
            calls.Fail(Flush, One);
            return calls;
        }
    }

    [Fact]
    public async Task A_crash_after_a_link_leaves_no_ghost_in_the_account_that_lost_the_key()
    {
        string left;
        await using (var silo = await TestSilo.StartAsync())
        {
            await silo.BeginDayAsync("2025-10-29");
            await silo.AppendAsync(Named("S1", "Acme Inc"), Named("S2", "Borealis"));
            await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
            await silo.FlushedAsync();
            using var never = silo.Calls.Fail(Flush);
            Assert.Equal(MergeOutcome.Merged, await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant)
                .MergeAsync(Keys.Name("1", "Acme Inc"), Keys.Name("1", "Borealis"), "test"));
            await silo.SettledAsync();
            left = Crash(silo);
        }
        await using var after = await TestSilo.StartAsync(left);
        await after.FlushedAsync();
        var views = new List<string>();
        await foreach (var view in after.Snapshots.ReadViewsAsync(TestSilo.Tenant))
            views.Add(view.Account);
        Assert.Equal([Keys.Name("1", "Borealis")], views);
        Assert.Equal((1, 2), await PortfolioAsync(after));

        static ChangeEvent Named(string serial, string name) => Events.Item(serial, "1") with { Account = Keys.Name("1", name) };
    }

    [Fact]
    public async Task A_crash_between_a_day_and_its_scores_is_made_up_for_at_the_next_start()
    {
        string left;
        await using (var silo = await TestSilo.StartAsync())
        {
            await silo.BeginDayAsync("2025-10-29");
            await silo.AppendAsync(Events.Item("S1", "1", "Active Warranty", "2020-10-31"),
                Events.Item("S2", "2", "Active Warranty", "2020-10-31"));
            await silo.FlushedAsync();
            // The day reaches one account of two, and no snapshot.
            using var never = silo.Calls.Fail(Flush);
            using var half = silo.Calls.Fail("IAccountGrain.Apply", One);
            await silo.BeginDayAsync("2025-10-31");
            await Wait.UntilAsync("the other account has the day", async () => (await silo.Account(Two).View())!.Leads.Length == 1);
            left = Crash(silo);
        }
        await using var after = await TestSilo.StartAsync(left);
        await after.FlushedAsync();
        Assert.Equal(2, (await after.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals.Leads.Total);
        Assert.Empty(await after.Snapshots.FindBehindAsync(TestSilo.Tenant, new DateOnly(2025, 10, 31), Accounts.AccountState.Engine, 0));
    }

    [Fact]
    public async Task A_stale_snapshot_loses_and_does_not_change_what_is_stored()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.FlushedAsync();
        var stored = (await silo.Snapshots.LoadAsync(TestSilo.Tenant, One))!;
        var older = stored.Stamp with { Sequence = stored.Stamp.Sequence - 1 };
        var formerEngine = stored.Stamp with { Sequence = stored.Stamp.Sequence + 1, Engine = stored.Stamp.Engine - 1 };

        var outcomes = await silo.Snapshots.SaveAsync([Empty(older), Empty(formerEngine)]);

        Assert.Equal([SnapshotOutcome.Stale, SnapshotOutcome.Stale], outcomes);
        var after = (await silo.Snapshots.LoadAsync(TestSilo.Tenant, One))!;
        Assert.Equal((stored.Stamp.Sequence, stored.Records.Length), (after.Stamp.Sequence, after.Records.Length));

        static SnapshotWrite Empty(SnapshotStamp stamp) => new(TestSilo.Tenant, One, stamp, [], null, [], [], ReplaceRecords: true);
    }

    [Fact]
    public async Task A_snapshot_on_another_base_than_the_stored_one_is_written_whole()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"), Events.Item("S2", "1"));
        await silo.FlushedAsync();
        await silo.Snapshots.ClearAsync(TestSilo.Tenant);
        await silo.AppendAsync(Events.Item("S3", "1"));
        await silo.FlushedAsync();
        Assert.Equal(3, (await silo.Snapshots.LoadAsync(TestSilo.Tenant, One))!.Records.Length);
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_written_now_is_written_later_with_all_its_records()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        for (var i = 0; i < 20; i++)
        {
            using (silo.Calls.Fail(Flush, One, times: 1, after: i % 2 == 0))
            {
                await silo.AppendAsync(Events.Item($"S{i}", "1"));
                await silo.FlushedAsync();
            }
        }
        await silo.FlushedAsync();
        Assert.Equal(20, (await silo.Snapshots.LoadAsync(TestSilo.Tenant, One))!.Records.Length);
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    private string Crash(TestSilo silo)
    {
        var left = silo.Crash();
        _left.Add(left);
        return left;
    }

    // Items that come and move, names that are linked, and days.
    private static async Task LiveAsync(TestSilo silo)
    {
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync([.. Enumerable.Range(0, 30).Select(i => Events.Item($"S{i}", $"{i % 5}"))]);
        await silo.AppendAsync(
            [.. Enumerable.Range(0, 10).Select(i => Events.Opportunity($"O{i}", "1", i % 2 == 0 ? "Acme Inc" : "ACME, INC."))]);
        await silo.AppendAsync([.. Enumerable.Range(0, 10).Select(i => Events.Item($"S{i}", $"{i % 5 + 1}", at: 5))]);
        await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
        await silo.BeginDayAsync("2026-01-31");
        await silo.SettledAsync();
    }

    private static async Task AssertWholeAsync(TestSilo silo, VerificationReport before)
    {
        await silo.FlushedToTheHeadAsync();
        var after = await silo.VerifyAsync();
        Assert.Equal((before.Accounts, before.Rows, before.Digest, ""),
            (after.Accounts, after.Rows, after.Digest, string.Join(' ', after.Different)));
        Assert.Equal(30, (await PortfolioAsync(silo)).Items);
    }

    private static async Task<(int Accounts, int Items)> PortfolioAsync(TestSilo silo)
    {
        var totals = (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals;
        return (totals.Accounts, totals.Items);
    }
}
