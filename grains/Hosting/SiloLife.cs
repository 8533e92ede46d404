using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Tenants;

namespace OneLead.Hosting;

/// <summary>Starts and stops what runs beside the grains: rows to accounts, snapshots to the store, names to accounts, days to tenants.</summary>
internal sealed partial class SiloLife(
    IJournal journal, ISnapshotStore store, Directories directories, TenantLog tenants, Dispatcher dispatcher, SnapshotWriter snapshots, Reconciling reconciling, ILogger<SiloLife> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> running = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await directories.Load(journal, cancellationToken);
        foreach (var tenant in journal.Tenants)
        {
            tenants.Announce(tenant, journal.Head(tenant));
            await tenants.Read(tenant);
        }
        dispatcher.Begin(journal);
        running.Add(dispatcher.Run(stopping.Token));
        running.Add(reconciling.Run(stopping.Token));
        foreach (var tenant in journal.Tenants)
            await CatchUp(tenant, cancellationToken);
        running.Add(snapshots.Run(stopping.Token));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Grains are still up while the last rows are delivered and the last snapshots written.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await dispatcher.Settled(cancellationToken);
            await snapshots.Flush();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogUnflushed(error);
        }
        await stopping.CancelAsync();
        await Task.WhenAll(running);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    // Just the accounts with rows that no snapshot has, and those whose scores are due or were derived by another engine.
    private async Task CatchUp(string tenant, CancellationToken cancellation)
    {
        var head = journal.Head(tenant);
        var directory = directories.Of(tenant);
        var unfinished = new HashSet<string>(StringComparer.Ordinal);
        var everyone = false;
        await foreach (var row in journal.ReadAll(tenant, await store.FlushedThrough(tenant, cancellation), cancellation))
        {
            everyone |= row.Event.Kind is EventKind.RulesPublished or EventKind.ProductLifecycle or EventKind.Retraction;
            if (row.Event.Kind.IsTenantWide())
                continue;
            unfinished.Add(directory.RootOf(row.Home));
            unfinished.Add(directory.RootOf(row.Event.Kind == EventKind.Link ? row.Event.Entity : row.Event.Account));
            if (row.Former is { } former)
                unfinished.UnionWith([former, directory.RootOf(former)]);
        }
        unfinished.UnionWith(everyone
            ? await store.Accounts(tenant, cancellation)
            : await store.Due(tenant, tenants.Known(tenant).Latest.AsOf, AccountState.Engine, cancellation));
        unfinished.RemoveWhere(PseudoAccounts.IsOne);
        LogCatchUp(tenant, unfinished.Count, head);
        dispatcher.Wake(tenant, unfinished, head);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tenant}: {Accounts} accounts to bring up to row {Head}")]
    private partial void LogCatchUp(string tenant, int accounts, long head);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last snapshots could not be written; the journal has everything")]
    private partial void LogUnflushed(Exception error);
}
