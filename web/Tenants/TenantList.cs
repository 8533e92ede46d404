using System.Collections.Immutable;
using OneLead.Storage;
using OneLead.Web.Api;

namespace OneLead.Web.Tenants;

/// <summary>
/// The organisations of the installation, in the store of the default one. Nodes that share a store read each other's changes within half
/// a second.
/// </summary>
internal sealed partial class TenantList(
    IStateStore states, IServiceProvider services, TimeProvider clock, ILogger<TenantList> log) : BackgroundService
{
    private const string State = "tenants", Key = "list";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _turn = new(1);
    private ImmutableArray<Tenant> _all = [];
    private string? _tag;

    /// <summary>Raised after each change, and once at the start.</summary>
    public event Action? Changed;

    public ImmutableArray<Tenant> All => _all;

    public Tenant? Find(string name) => _all.FirstOrDefault(t => t.Name == name);

    /// <summary>Reads the list of a store that no server has open.</summary>
    public static async Task<ImmutableArray<Tenant>> ReadAllAsync(IStateStore states, CancellationToken cancellation) =>
        (await ReadAsync(states, cancellation)).Document.Tenants;

    /// <returns>The new organisation; null if there is one with this name.</returns>
    public Task<Tenant?> AddAsync(string name, CancellationToken cancellation) => ChangeAsync(document =>
    {
        if (document.Tenants.Any(t => t.Name == name))
            return (document, (Tenant?)null);
        var added = new Tenant(name, document.LastNumber + 1, clock.GetUtcNow());
        return (new(document.Tenants.Add(added), added.Number), added);
    }, cancellation);

    /// <summary>Ends what all nodes do for an organisation.</summary>
    /// <returns>Null if there is none with this name.</returns>
    public Task<Tenant?> LeaveAsync(string name, CancellationToken cancellation) => ChangeAsync(document =>
    {
        if (document.Tenants.FirstOrDefault(t => t.Name == name) is not { } found)
            return (document, (Tenant?)null);
        var leaving = found with { IsLeaving = true };
        return (document with { Tenants = document.Tenants.Replace(found, leaving) }, leaving);
    }, cancellation);

    /// <summary>Forgets an organisation that has left.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellation) => ChangeAsync(
        document => (document with { Tenants = document.Tenants.RemoveAll(t => t.Name == name && t.IsLeaving) }, true), cancellation);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SharedStatePolling.RunAsync(services, Interval, clock, TakeOverAsync, LogNotRead, stoppingToken);

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        if (await states.ReadTagAsync(State, Key, cancellation) != Volatile.Read(ref _tag))
            await LoadAsync(cancellation);
    }

    /// <summary>Reads what is stored. Called before the first request.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var (document, tag) = await ReadAsync(states, cancellation);
            Show(document, tag);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> ChangeAsync<T>(Func<TenantDocument, (TenantDocument Changed, T Result)> change, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            while (true)
            {
                var (before, tag) = await ReadAsync(states, cancellation);
                var (changed, result) = change(before);
                if (ReferenceEquals(changed, before))
                    return result;
                if (await states.WriteAsync(State, Key, StoredJson.Write(changed), tag, cancellation) is not { } written)
                    continue;
                Show(changed, written);
                return result;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Show(TenantDocument document, string? tag)
    {
        Volatile.Write(ref _tag, tag);
        ImmutableInterlocked.InterlockedExchange(ref _all, document.Tenants);
        Changed?.Invoke();
    }

    private static async Task<(TenantDocument Document, string? Tag)> ReadAsync(IStateStore states, CancellationToken cancellation) =>
        await states.ReadAsync(State, Key, cancellation) is { } stored
            ? (StoredJson.Read<TenantDocument>(stored.Bytes), stored.ETag)
            : (new([], 0), null);

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of organisations could not be read; trying again")]
    private partial void LogNotRead(Exception e);

    private sealed record TenantDocument(ImmutableArray<Tenant> Tenants, int LastNumber);
}
