using System.Collections.Immutable;
using OneLead.Rules;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.ReadModel;
using OneLead.Web.Tenants;

namespace OneLead.Web.Users;

/// <summary>Hears that users or keys of a tenant have changed, on this node or on another one.</summary>
internal interface IDirectoryListener
{
    void Changed(string tenant);
}

/// <summary>
/// The users and keys of all tenants in memory, so that each request is checked against their current state. Nodes that share a store
/// read each other's changes within half a second.
/// </summary>
/// <param name="listeners">Lazy, because listeners ask for callers.</param>
internal sealed partial class Directories(
    SecretStates states, IServiceProvider services, OwnTenant own, Lazy<IEnumerable<IDirectoryListener>> listeners, TimeProvider clock,
    ILogger<Directories> log) : BackgroundService, IModelListener
{
    internal const string State = "directory";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    // Null for the host of another organisation.
    private readonly TenantList? _tenants = services.GetService<TenantList>();

    // One at a time, so that what is read last is shown last.
    private readonly SemaphoreSlim _turn = new(1);

    private ImmutableDictionary<string, (TenantDirectory Directory, string? Tag)> _known =
        ImmutableDictionary.Create<string, (TenantDirectory, string?)>(StringComparer.Ordinal);

    // Territory managers see what is below their territories.
    private TerritoryTree _territories = TerritoryTree.Empty;

    /// <summary>
    /// False for an installation without users, which everybody who can connect may use. With several organisations none is open: whoever
    /// can connect reaches all of them.
    /// </summary>
    public bool AsksForSignIn => HasUsers || HasOrganisations;

    /// <summary>True if the installation has others beside the default organisation.</summary>
    public bool HasOrganisations => own.Name is not null || _tenants is { All.IsEmpty: false };

    public bool HasUsers => Volatile.Read(ref _known).Values.Any(static k => !k.Directory.Users.IsEmpty);

    /// <exception cref="InvalidOperationException">Nothing has been loaded yet.</exception>
    public TenantDirectory Of(string tenant) => Volatile.Read(ref _known).TryGetValue(tenant, out var known) ? known.Directory
        : throw new InvalidOperationException($"The directory of {tenant} is not loaded.");

    /// <summary>A caller as of now; null for one who may not send anything any more.</summary>
    public Caller? Current(Caller caller) => caller.Kind switch
    {
        CallerKind.Person => Of(caller.Tenant).Person(caller.Id, caller.Stamp, caller.Session!, clock.GetUtcNow()),
        CallerKind.Program => Of(caller.Tenant).Program(caller.Stamp, clock.GetUtcNow()),
        CallerKind.Anybody => AsksForSignIn ? null : caller,
        _ => caller,
    };

    /// <summary>Reads what is stored. Called before the first request.</summary>
    public Task LoadAsync(CancellationToken cancellation) => InTurnAsync(async () =>
    {
        Show(Keys.DefaultTenant, await ReadAsync(Keys.DefaultTenant, cancellation));
        return true;
    }, cancellation);

    /// <summary>Stores a change, which takes effect on this node before this returns.</summary>
    /// <param name="change">Called again if another node changes the directory at the same time.</param>
    /// <returns>The result of the change that was stored.</returns>
    public Task<T> ChangeAsync<T>(
        string tenant, Func<TenantDirectory, (TenantDirectory Changed, T Result)> change, CancellationToken cancellation) =>
        InTurnAsync(() => ChangeInTurnAsync(tenant, change, cancellation), cancellation);

    /// <summary>Ends one session of a user, with its open dashboards and all copies of its cookie.</summary>
    public Task EndSessionAsync(string tenant, string user, string session, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(tenant, known => known.Find(user) is { } found ? (known.With(found with
        {
            EndedSessions = [.. found.EndedSessions.Where(e => now - e.At < AccessSetup.LongestSession), new(session, now)],
        }), true) : (known, false), cancellation);

    /// <summary>Ends all sessions of a user.</summary>
    /// <returns>The user as of now; null if there is none.</returns>
    public Task<User?> EndSessionsAsync(string tenant, string user, CancellationToken cancellation) => ChangeAsync(tenant, known =>
    {
        if (known.Find(user) is not { } found)
            return (known, (User?)null);
        var changed = known.With(found with { Stamp = Secrets.New() });
        return (changed, changed.Find(user));
    }, cancellation);

    private async Task<T> ChangeInTurnAsync<T>(
        string tenant, Func<TenantDirectory, (TenantDirectory Changed, T Result)> change, CancellationToken cancellation)
    {
        while (true)
        {
            var (before, tag) = await ReadAsync(tenant, cancellation);
            var (changed, result) = change(before);
            if (ReferenceEquals(changed, before))
                return result;
            if (await states.WriteAsync(State, tenant, changed.Write(), tag, cancellation) is not { } written)
                continue;
            Show(tenant, (changed, written));
            return result;
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        // With the second organisation the first one is not open any more.
        if (_tenants is not null)
            _tenants.Changed += () => Tell(Keys.DefaultTenant);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SharedStatePolling.RunAsync(services, Interval, clock, TakeOverAsync, LogNotRead, stoppingToken);

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        foreach (var (tenant, known) in Volatile.Read(ref _known))
        {
            if (await states.ReadTagAsync(State, tenant, cancellation) != known.Tag)
                await LoadAsync(cancellation);
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<(TenantDirectory Directory, string? Tag)> ReadAsync(string tenant, CancellationToken cancellation) =>
        await states.ReadAsync(State, tenant, cancellation) is { } stored
            ? (TenantDirectory.Read(stored.Bytes), stored.ETag)
            : (TenantDirectory.Empty, null);

    public void Loaded(TenantModel model) => Take(model.Tenant);

    public void Changed(TenantModel model, AccountChange change)
    {
    }

    public void Changed(TenantModel model, TenantView tenant) => Take(tenant);

    private void Take(TenantView view)
    {
        var territories = new TerritoryTree(view.TerritoryParents);
        if (territories.Parents.SequenceEqual(Volatile.Read(ref _territories).Parents))
            return;
        Volatile.Write(ref _territories, territories);
        ImmutableInterlocked.Update(
            ref _known, known => known.SetItems(known.Select(k => KeyValuePair.Create(k.Key, Indexed(k.Key, k.Value)))));
        foreach (var tenant in Volatile.Read(ref _known).Keys)
            Tell(tenant);
    }

    private void Show(string tenant, (TenantDirectory Directory, string? Tag) read)
    {
        ImmutableInterlocked.Update(ref _known, known => known.SetItem(tenant, Indexed(tenant, read)));
        Tell(tenant);
    }

    // Territories may change at the same time. Whichever is last indexes with the current ones.
    private (TenantDirectory, string?) Indexed(string tenant, (TenantDirectory Directory, string? Tag) read) =>
        (read.Directory.Indexed(tenant, Volatile.Read(ref _territories)), read.Tag);

    private void Tell(string tenant)
    {
        foreach (var listener in listeners.Value)
            listener.Changed(tenant);
    }

    public override void Dispose()
    {
        base.Dispose();
        _turn.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Users and keys that other nodes changed could not be read; trying again")]
    private partial void LogNotRead(Exception e);
}
