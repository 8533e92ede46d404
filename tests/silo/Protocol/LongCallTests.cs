using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using Orleans.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>What takes longer than a call may last is started and then asked for.</summary>
public class LongCallTests
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(1), Long = TimeSpan.FromSeconds(2.5);
    private static readonly string One = Keys.Territory("1");

    [Fact]
    public async Task Matching_and_merging_outlast_the_response_timeout_and_those_who_wait_for_their_turn_are_answered()
    {
        var store = new StoreCalls();
        await using var silo = await StartAsync(store);
        var reconciliation = silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Named("S1", "Acme Inc"), Named("S2", "ACME, INC."), Named("S3", "Borealis"));
        using (store.Delay(nameof(IJournal.ReadAllAsync), Long))
        {
            var settling = reconciliation.SettleAsync();
            var viewing = reconciliation.ViewAsync();
            Assert.Equal(MergeOutcome.Merged,
                await reconciliation.MergeAsync(Keys.Name("1", "Borealis"), Keys.Name("1", "Acme Inc"), "test"));
            await settling;
            Assert.NotEmpty((await viewing).Decisions);
        }
        await silo.SettledAsync();
        Assert.Equal(3, (await silo.Account(Keys.Name("1", "Borealis")).View())!.Items.Length);
        Assert.Empty((await silo.VerifyAsync()).Different);

        static ChangeEvent Named(string serial, string name) => Events.Item(serial, "1") with { Account = Keys.Name("1", name) };
    }

    [Fact]
    public async Task A_journal_that_reads_long_at_its_start_is_open_meanwhile()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("onelead-");
        try
        {
            await using (var silo = await TestSilo.StartAsync(directory.FullName))
            {
                await silo.BeginDayAsync("2025-10-29");
                await silo.AppendAsync(Events.Item("S1", "1"));
                await silo.SettledAsync();
            }
            foreach (var file in directory.EnumerateFiles("snapshots*"))
                file.Delete();
            var store = new StoreCalls();
            using var slow = store.Delay(nameof(IJournal.ReadAllAsync), Long);
            await using var after = await StartAsync(store, directory.FullName);
            await after.AppendAsync(Events.Item("S2", "2"));
            Assert.Contains(One,
                (await after.Grains.GetGrain<IJournalGrain>(TestSilo.Tenant).GetUnflushedAsync()).Select(static u => u.Id));
            await after.SettledAsync();
            Assert.Equal(2, (await after.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals.Items);
        }
        finally
        {
            TemporaryData.Delete(directory.FullName);
        }
    }

    [Fact]
    public async Task An_account_that_takes_longer_than_a_call_is_up_to_date_in_the_end_and_its_command_is_answered()
    {
        var store = new StoreCalls();
        await using var silo = await StartAsync(store);
        await silo.BeginDayAsync("2025-10-29");
        await silo.AppendAsync(Events.Item("S1", "1"));
        await silo.SettledAsync();
        var held = silo.Calls.Hold("IAccountGrain.Apply", One);
        await silo.AppendAsync(Events.Item("S2", "1"));
        var command = silo.Ingest.SendCommandAsync(TestSilo.Tenant,
            Events.Status(Keys.Lead(Keys.Item(null, "S1"), LeadType.Renewal), "contacted")).AsTask();
        await Task.Delay(Long);
        held.Dispose();
        Assert.Equal(Views.CommandOutcome.Applied, (await command).Outcome);
        await silo.SettledAsync();
        Assert.Equal(2, (await silo.Grains.GetGrain<IPortfolioGrain>(TestSilo.Tenant).View()).Totals.Items);
    }

    private static Task<TestSilo> StartAsync(StoreCalls store, string? directory = null) =>
        TestSilo.StartAsync(directory, configure: services =>
        {
            store.AddTo(services);
            services.Configure<SiloMessagingOptions>(static o => o.ResponseTimeout = ResponseTimeout);
        });
}
