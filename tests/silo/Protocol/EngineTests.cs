using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Nodes;
using OneLead.Storage;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

namespace OneLead.Silo.Tests.Protocol;

/// <summary>Silos whose code derives other scores from the same rows, as while a cluster is upgraded.</summary>
public class EngineTests
{
    private const string Tenant = Keys.DefaultTenant;
    private const int Former = AccountState.Engine - 1;

    // Longer than the journal waits between two looks at the other silos.
    private static readonly TimeSpan SomeLooks = TimeSpan.FromSeconds(5);

    // Prevents that accounts are recomputed while a silo of another version works on them, which could not store them.
    [Fact]
    public async Task Accounts_are_recomputed_once_every_silo_runs_the_engine()
    {
        var engine = AccountState.Engine;
        await using var cluster = new SiloCluster(services => services.Replace(ServiceDescriptor.Singleton(new NodeEngine(engine))));
        var first = await cluster.AddSiloAsync();
        await first.Ingest.AppendAsync(Tenant, [Events.Item("S1", "1"), Events.Item("S2", "2")]);
        await first.Ingest.WaitUntilAppliedAsync(Tenant);
        await Wait.UntilAsync("the accounts are stored", async () => (await EnginesAsync(cluster)).Length == 2);
        await cluster.StopAsync(first);
        await StoreAsFormerAsync(cluster);

        engine = Former;
        var former = await cluster.AddSiloAsync();
        engine = AccountState.Engine;
        var next = await cluster.AddSiloAsync();
        var journals = next.Services.GetRequiredService<LocalJournals>();
        await Wait.UntilAsync("the next version writes the journal", async () =>
        {
            if (journals.Find(Tenant) is not null)
                return true;
            var grain = next.Grains.GetGrain<IJournalGrain>(Tenant);
            await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
            RequestContext.Set(IPlacementDirector.PlacementHintKey, next.Address);
            await grain.Ping();
            return false;
        });
        await Task.Delay(SomeLooks);
        Assert.Equal((int[])[Former, Former], await EnginesAsync(cluster));

        await cluster.StopAsync(former);

        await Wait.UntilAsync("every account is recomputed", async () =>
            (await EnginesAsync(cluster)).SequenceEqual([AccountState.Engine, AccountState.Engine]));
        Assert.Empty((await next.Services.GetRequiredService<IVerification>().VerifyAsync(Tenant)).Different);
    }

    // A snapshot of a lower engine never replaces one of a higher, so the stored ones are deleted first.
    private static async Task StoreAsFormerAsync(SiloCluster cluster)
    {
        var writes = new List<SnapshotWrite>();
        foreach (var account in (string[])[Keys.Territory("1"), Keys.Territory("2")])
        {
            var s = (await cluster.Snapshots.LoadAsync(Tenant, account))!;
            writes.Add(new(Tenant, account, s.Stamp with { Engine = Former }, s.Header, null, [], s.Records, ReplaceRecords: true));
        }
        await cluster.Snapshots.ClearAsync(Tenant);
        await cluster.Snapshots.SaveAsync([.. writes]);
        await cluster.Snapshots.SaveFlushedThroughAsync(Tenant, cluster.Journal.Head(Tenant));
    }

    private static async Task<int[]> EnginesAsync(SiloCluster cluster) =>
        [.. (await cluster.Snapshots.GetVersionsAsync(Tenant)).Where(v => !v.Account.StartsWith('~')).Select(v => v.Engine)];
}
