using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;
using Orleans.Core.Internal;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>The store fails in the middle of something.</summary>
public class LostStoreTests
{
    [Fact]
    public async Task An_account_that_applied_a_part_of_its_rows_shows_nobody_a_state_between_them()
    {
        var store = new StoreCalls();
        await using var silo = await TestSilo.StartAsync(configure: store.AddTo);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"), Events.Item("S9", "2"));
        await silo.SettledAsync();
        var held = silo.Calls.Hold("IAccountGrain.Apply", Keys.Territory("2"));
        await silo.AppendAsync(Events.Item("S8", "2"));
        // These come in one delivery. The first is applied, and the history of the second, which moves here, cannot be read.
        await silo.AppendAsync(Events.Item("S7", "2"), Events.Item("S1", "2", at: 1));
        using (store.Fail(nameof(IJournal.ReadEntitiesAsync)))
        {
            held.Dispose();
            await Wait.UntilAsync("the history could not be read", () => Task.FromResult(store.Count > 0));
            var shown = await silo.Account(Keys.Territory("2")).Current();
            Assert.Equal((3, 9, 9), (shown.Row!.Totals.Items, shown.Row.Totals.Leads.Total, shown.Changed.Length));
        }
        await silo.SettledAsync();
        Assert.Equal(4, (await silo.Account(Keys.Territory("2")).Current()).Row!.Totals.Items);
    }

    [Fact]
    public async Task Names_whose_snapshot_could_not_be_written_are_in_the_next_one()
    {
        var store = new StoreCalls();
        await using var silo = await TestSilo.StartAsync(configure: store.AddTo);
        var reconciliation = silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant);
        await silo.BeginDayAsync("2025-10-29");
        using (store.Fail(nameof(ISnapshotStore.SaveAsync)))
        {
            await silo.AppendAsync(Named("S1", "Acme Inc"));
            await Assert.ThrowsAsync<JournalUnavailableException>(() => reconciliation.SettleAsync());
        }
        await silo.AppendAsync(Named("S2", "Borealis"));
        await reconciliation.SettleAsync();

        await reconciliation.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        Assert.Equal(MergeOutcome.Merged, await reconciliation.MergeAsync(Keys.Name("1", "Acme Inc"), Keys.Name("1", "Borealis"), "test"));

        static ChangeEvent Named(string serial, string name) => Events.Item(serial, "1") with { Account = Keys.Name("1", name) };
    }

    [Fact]
    public async Task A_portfolio_that_hears_late_of_a_former_activation_takes_what_the_present_one_states()
    {
        await using var silo = await TestSilo.StartAsync();
        var portfolio = silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();
        var late = (await portfolio.VersionOf("1")).Sequence + 3;
        Assert.True(await portfolio.Upsert(new ContributionUpsert("1", new StateVersion(late, 0), default(Contribution), default)));

        await silo.AppendAsync(Events.Item("S2", "1"));
        await silo.SettledAsync();
        Assert.Equal((1, 2), ((await portfolio.View()).Totals.Accounts, (await portfolio.View()).Totals.Items));
    }
}
