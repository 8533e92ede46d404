using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OneLead.Silo;
using OneLead.Storage;
using Orleans.Configuration;

namespace OneLead.Testing;

/// <summary>A cluster of silos in one process, on one store in a directory of its own.</summary>
public sealed class SiloCluster : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("onelead-cluster-").FullName;
    private readonly MemoryMembership _members = new();
    private readonly SharedStore _store;
    private readonly Action<IServiceCollection>? _configure;
    private readonly IEnumerable<KeyValuePair<string, string?>>? _settings;
    private readonly List<ClusterSilo> _silos = [];

    /// <param name="configure">Replaces services of each silo before it is built.</param>
    /// <param name="settings">The configuration of each silo.</param>
    public SiloCluster(
        Action<IServiceCollection>? configure = null, IEnumerable<KeyValuePair<string, string?>>? settings = null) =>
        (_store, _configure, _settings) = (new SharedStore(_directory), configure, settings);

    public IReadOnlyList<ClusterSilo> Silos => _silos;

    /// <summary>The file of the master key, which all nodes need.</summary>
    public string KeyFile => TemporaryData.KeyOf(_directory);

    public IJournal Journal => _store.Journal;

    public ISnapshotStore Snapshots => _store.Snapshots;

    public static async Task<SiloCluster> StartAsync(
        int silos, Action<IServiceCollection>? configure = null, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var cluster = new SiloCluster(configure, settings);
        for (var i = 0; i < silos; i++)
            await cluster.AddSiloAsync();
        return cluster;
    }

    public async Task<ClusterSilo> AddSiloAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(_settings ?? []);
        builder.AddOneLeadSilo(_directory);
        var cut = Join(builder.Services);
        _configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        var silo = new ClusterSilo(host, cut);
        _silos.Add(silo);
        await SeenByAllAsync();
        return silo;
    }

    /// <summary>Has a silo that is built elsewhere join the cluster.</summary>
    public void Add(IServiceCollection services) => Join(services);

    /// <summary>Ends a silo at once: it stores nothing more, and what its grains hold is lost.</summary>
    public async Task KillAsync(ClusterSilo silo)
    {
        _silos.Remove(silo);
        await silo.KillAsync();
    }

    /// <summary>Stops a silo in order.</summary>
    public async Task StopAsync(ClusterSilo silo)
    {
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        _store.Dispose();
        TemporaryData.Delete(_directory);
    }

    private StoreCut Join(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IMembershipTable>(_members));
        services.PostConfigure<ClusterOptions>(o => o.ClusterId = Path.GetFileName(_directory));
        services.Configure<ClusterMembershipOptions>(static o =>
        {
            (o.ProbeTimeout, o.NumMissedProbesLimit, o.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 3, 1);
            o.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        });
        // By default a silo that the others declare dead ends the process.
        services.AddSingleton<Survivor>();
        services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler>(static s => s.GetRequiredService<Survivor>()));
        return _store.Use(services);
    }

    private Task SeenByAllAsync() => Wait.UntilAsync("every silo sees every other", () => Task.FromResult(_silos.All(s =>
        s.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Count(static m => m.Status == SiloStatus.Active) >= _silos.Count)));
}

/// <summary>Keeps the process when a silo ends itself.</summary>
internal sealed class Survivor : IFatalErrorHandler
{
    public string? Failure { get; private set; }

    public bool IsUnexpected(Exception exception) => false;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
        Failure ??= context ?? exception?.Message ?? "";
}

/// <summary>A silo of a <see cref="SiloCluster"/>.</summary>
public sealed class ClusterSilo : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly StoreCut _cut;

    internal ClusterSilo(IHost host, StoreCut cut) => (_host, _cut) = (host, cut);

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IIngest Ingest => Services.GetRequiredService<IIngest>();

    public SiloAddress Address => Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    /// <summary>Why the silo ended itself; null if it runs.</summary>
    public string? Failure => Services.GetRequiredService<Survivor>().Failure;

    /// <summary>Has every call to the store fail.</summary>
    public void CutOff() => _cut.IsCut = true;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    internal async Task KillAsync()
    {
        _cut.IsCut = true;
        await _host.StopAsync(new CancellationToken(canceled: true));
        _host.Dispose();
    }
}
