using System.Collections.Immutable;

namespace OneLead.Web.Tenants;

/// <summary>Runs the hosts of all organisations beside the default one, on this node.</summary>
/// <param name="build">Builds the host of an organisation, with further services.</param>
internal sealed partial class TenantHosts(
    TenantList list, Func<Tenant, Action<IServiceCollection>, WebApplication> build, IConfiguration configuration,
    IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<TenantHost> log) : IHostedService, IDisposable
{
    private const int StartsAtOnce = 2;

    private static readonly TimeSpan LeavesWithin = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _starts = new(StartsAtOnce), _removing = new(1);
    private readonly Dictionary<string, Task> _leaving = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, TenantHost> _hosts = ImmutableDictionary.Create<string, TenantHost>(StringComparer.Ordinal);
    private bool _isStopping;

    public TenantHost? Find(string name) => Volatile.Read(ref _hosts).GetValueOrDefault(name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        list.Changed += Follow;
        Follow();
        // Dashboards keep requests open, for which the installation's own server waits before it stops anything else.
        lifetime.ApplicationStopping.Register(() => _ = StopAllAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => StopAllAsync().WaitAsync(cancellationToken);

    /// <summary>Ends an organisation on all nodes, and deletes its store, its key and its files. May be repeated if it failed.</summary>
    /// <returns>False if there is none with this name.</returns>
    /// <exception cref="TimeoutException">A node has not ended its work for it.</exception>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellation)
    {
        await _removing.WaitAsync(cancellation);
        try
        {
            if (await list.LeaveAsync(name, cancellation) is not { } tenant)
                return false;
            await HasLeftAsync(name).WaitAsync(LeavesWithin, cancellation);
            await TenantStore.DeleteAsync(tenant, configuration, cancellation);
            await list.ForgetAsync(name, cancellation);
            return true;
        }
        finally
        {
            _removing.Release();
        }
    }

    private Task HasLeftAsync(string name)
    {
        lock (_gate)
            return _leaving.GetValueOrDefault(name, Task.CompletedTask);
    }

    private void Follow()
    {
        lock (_gate)
        {
            if (_isStopping)
                return;
            var all = list.All.Where(static t => !t.IsLeaving).ToDictionary(static t => t.Name, StringComparer.Ordinal);
            foreach (var host in _hosts.Values.Where(h => all.GetValueOrDefault(h.Tenant.Name)?.Number != h.Tenant.Number))
            {
                Volatile.Write(ref _hosts, _hosts.Remove(host.Tenant.Name));
                _leaving[host.Tenant.Name] = Task.Run(() => LeaveAsync(host));
            }
            foreach (var tenant in all.Values.Where(t => !_hosts.ContainsKey(t.Name) && !_leaving.ContainsKey(t.Name)))
            {
                var host = new TenantHost(tenant, build, _starts, clock, log);
                Volatile.Write(ref _hosts, _hosts.Add(tenant.Name, host));
                host.Start();
            }
        }
    }

    // Another organisation with the name begins after this.
    private async Task LeaveAsync(TenantHost host)
    {
        await host.StopAsync();
        host.Dispose();
        try
        {
            TenantStore.DeleteFilesOfNode(host.Tenant, configuration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFilesStay(host.Tenant.Name, e.Message);
        }
        lock (_gate)
            _leaving.Remove(host.Tenant.Name);
        Follow();
    }

    private Task StopAllAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            return Task.WhenAll([.. _hosts.Values.Select(static h => h.StopAsync()), .. _leaving.Values]);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The organisation {Tenant} has left, but not all its files are deleted: {Problem}")]
    private partial void LogFilesStay(string tenant, string problem);

    public void Dispose()
    {
        foreach (var host in _hosts.Values)
            host.Dispose();
        _starts.Dispose();
        _removing.Dispose();
    }
}
