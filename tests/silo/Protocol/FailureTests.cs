using OneLead.Events;
using OneLead.Grains;
using Orleans.Core.Internal;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>Calls between grains that fail.</summary>
public class FailureTests
{
    private static readonly string One = Keys.Territory("1"), Two = Keys.Territory("2");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_territory_that_fails_delays_no_lead_and_gets_the_contribution_in_the_end(bool after)
    {
        await using var silo = await TestSilo.StartAsync();
        using var heard = new HeardChanges(silo);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();
        var before = heard.Of(One).Count;

        using (silo.Calls.Fail("ITerritoryGrain.Upsert", "/1", times: 2, after))
        {
            await silo.AppendAsync(Events.Item("S2", "1"));
            await silo.SettledAsync();
        }
        Assert.Equal(2, silo.Calls.Count);
        var told = Assert.Single(heard.Of(One).Skip(before));
        Assert.Equal(3, told.Changed.Length);
        await RollAsync(silo, 1, 2);
    }

    [Fact]
    public async Task A_portfolio_that_fails_is_told_again_although_the_territory_has_the_contribution_already()
    {
        await using var silo = await TestSilo.StartAsync();
        // What is stored is told again anyway.
        using var never = silo.Calls.Fail("IAccountGrain.Flush");
        await silo.BeginDayAsync("2025-10-29");
        using (silo.Calls.Fail("IPortfolioGrain.Upsert", times: 1))
        {
            await silo.AppendAsync(Events.Item("S1", "1"));
            await silo.SettledAsync();
        }
        await RollAsync(silo, 1, 1);
    }

    [Fact]
    public async Task An_account_that_goes_back_to_its_territory_leaves_no_ghost_in_one_whose_answer_was_lost()
    {
        await using var silo = await TestSilo.StartAsync();
        using var never = silo.Calls.Fail("IAccountGrain.Flush");
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(InTerritory("1", 0));
        await silo.SettledAsync();
        using var lost = silo.Calls.Fail("ITerritoryGrain.Upsert", "/2", times: 1, after: true);
        var told = silo.Calls.Count;
        await silo.AppendAsync(InTerritory("2", 1));
        await Wait.UntilAsync("the territory was told", () => Task.FromResult(silo.Calls.Count > told));
        await silo.AppendAsync(InTerritory("1", 2));
        await silo.SettledAsync();
        Assert.Equal((1, 0), ((await TerritoryAsync(silo, "1")).Totals.Items, (await TerritoryAsync(silo, "2")).Totals.Items));

        static ChangeEvent InTerritory(string territory, int at)
        {
            var item = Events.Item("S1", territory, at: at);
            return item with { Account = Keys.Customer("acme") };
        }
    }

    [Fact]
    public async Task An_account_that_always_fails_keeps_no_other_waiting_and_catches_up_once_it_answers()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var failing = silo.Calls.Fail("ITerritoryGrain.Upsert", "/1");
        var first = (await silo.AppendAsync(Events.Item("S1", "1")))[0].Sequence;
        for (var i = 2; i < 40; i++)
            await silo.AppendAsync(Events.Item($"S{i}", $"{i}"));
        await Wait.UntilAsync("the others are stored", async () =>
        {
            await silo.WriteAsync();
            return (await silo.Snapshots.GetWatermarksAsync(TestSilo.Tenant,
                [.. Enumerable.Range(2, 38).Select(i => Keys.Territory($"{i}"))])).All(w => w > 0);
        });
        Assert.True(await silo.Snapshots.GetFlushedThroughAsync(TestSilo.Tenant) < first);
        Assert.Contains(One, (await silo.Grains.GetGrain<IJournalGrain>(TestSilo.Tenant).Unflushed())!.Value.Select(static u => u.Id));
        using (var soon = new CancellationTokenSource(100))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await silo.Ingest.WaitUntilAppliedAsync(TestSilo.Tenant, soon.Token));

        failing.Dispose();
        await silo.FlushedToTheHeadAsync();
        await RollAsync(silo, 39, 39);
    }

    [Fact]
    public async Task An_account_that_cannot_be_flushed_keeps_no_other_from_being_stored()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var failing = silo.Calls.Fail("IAccountGrain.Flush", One);
        await silo.AppendAsync(Events.Item("S1", "1"), Events.Item("S2", "2"));
        await silo.FlushedAsync();
        Assert.Equal(0, await silo.StoredAsync(One));
        Assert.True(await silo.StoredAsync(Two) > 0);

        failing.Dispose();
        await silo.FlushedAsync();
        Assert.True(await silo.StoredAsync(One) > 0);
    }

    [Fact]
    public async Task A_territory_that_could_not_be_told_what_was_stored_is_told_in_the_next_round()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"), Events.Item("S2", "2"));
        await silo.SettledAsync();
        using (silo.Calls.Fail("ITerritoryGrain.Upsert", "/1"))
        {
            await silo.WriteAsync();
            await Wait.UntilAsync("the territory was told", () => Task.FromResult(silo.Calls.Count > 0));
            // It reads the store again, and would keep what it read before the flush.
            await silo.Grains.GetGrain<ITerritoryGrain>(Keys.Grain(TestSilo.Tenant, "1"))
                .Cast<IGrainManagementExtension>().DeactivateOnIdle();
        }
        await silo.FlushedAsync();
        await RollAsync(silo, 2, 2);
    }

    [Fact]
    public async Task An_item_is_watched_while_it_changes_and_neither_its_account_nor_its_own_grain_waits_for_the_other()
    {
        await using var silo = await TestSilo.StartAsync(hostileSeed: 1);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        var item = silo.Grains.GetGrain<IItemGrain>(Keys.Grain(TestSilo.Tenant, Keys.Item(null, "S1")));
        var observer = new Ears();
        var reference = silo.Grains.CreateObjectReference<IItemObserver>(observer);
        var watching = Task.Run(async () =>
        {
            for (var i = 0; i < 200; i++)
                await item.Watch(reference);
        });
        for (var i = 1; i < 100; i++)
            await silo.AppendAsync(Events.Item("S1", "1", i % 2 == 0 ? "Active Warranty" : "Expired Flex Support", at: i));
        await watching.WaitAsync(TimeSpan.FromSeconds(25));
        await silo.SettledAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(25));
        Assert.Equal("Expired Flex Support", (await item.Get())!.Fields["supportStatus"].Text);
        GC.KeepAlive(observer);
    }

    private static async Task<Views.TerritoryRow> TerritoryAsync(TestSilo silo, string territory) =>
        (await silo.Grains.GetGrain<ITerritoryGrain>(Keys.Grain(TestSilo.Tenant, territory)).View()).Territory;

    private static async Task RollAsync(TestSilo silo, int accounts, int items)
    {
        var totals = (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals;
        Assert.Equal((accounts, items), (totals.Accounts, totals.Items));
        Assert.Empty((await silo.VerifyAsync()).Different);
    }

    private sealed class Ears : IItemObserver
    {
        public Task Changed(Views.ItemView? item) => Task.CompletedTask;
    }
}
