using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
#if ORLEANS
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;
#else
using Microsoft.Extensions.Hosting;
using OneLead.Runtime;
#endif

namespace OneLead.Silo.Tests;

/// <summary>A whole silo on a store in a directory of its own, on whichever actor host this was built for.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    public const string Tenant = Keys.DefaultTenant;

    private readonly bool ownsDirectory;
#if ORLEANS
    private readonly InProcessTestCluster cluster;
#else
    private readonly IHost host;
#endif

#if ORLEANS
    private TestSilo(InProcessTestCluster cluster, string directory, bool owns) => (this.cluster, Directory, ownsDirectory) = (cluster, directory, owns);

    public IServiceProvider Services => cluster.GetSiloServiceProvider();
#else
    private TestSilo(IHost host, string directory, bool owns) => (this.host, Directory, ownsDirectory) = (host, directory, owns);

    public IServiceProvider Services => host.Services;
#endif

    public string Directory { get; }

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IIngest Ingest => Services.GetRequiredService<IIngest>();

    public IJournal Journal => Services.GetRequiredService<IJournal>();

    public ISnapshotStore Snapshots => Services.GetRequiredService<ISnapshotStore>();

    /// <param name="hostileSeed">Runs the in-process host hostile; Orleans is what it is.</param>
    public static async Task<TestSilo> Start(string? directory = null, int? hostileSeed = null)
    {
        var owns = directory is null;
        directory ??= System.IO.Directory.CreateTempSubdirectory("onelead-").FullName;
#if ORLEANS
        _ = hostileSeed;
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services.AddOneLeadServices(silo.Configuration, directory));
        builder.ConfigureHost(h => h.Logging.SetMinimumLevel(LogLevel.Warning));
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestSilo(cluster, directory, owns);
#else
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddOneLeadSilo(directory);
        builder.Services.Configure<GrainHostOptions>(o => o.HostileSeed = hostileSeed);
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, directory, owns);
#endif
    }

    public ValueTask<ImmutableArray<Appended>> Append(params ChangeEvent[] events) => Ingest.Append(Tenant, [.. events]);

    public ValueTask Settled() => Ingest.Settled(Tenant);

    /// <summary>Everything applied, every snapshot written, every territory told.</summary>
    public async Task Flushed()
    {
        await Settled();
        await Services.GetRequiredService<OneLead.Hosting.SnapshotWriter>().Flush();
    }

    public Task<VerificationReport> Verify() => Services.GetRequiredService<IVerification>().Verify(Tenant);

    public Task<bool> BeginDay(string day) => Grains.GetGrain<ITenantGrain>(Tenant).BeginDay(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

    public IAccountGrain Account(string key) => Grains.GetGrain<IAccountGrain>(Keys.Grain(Tenant, Ingest.AccountOf(Tenant, key)));

    public async ValueTask DisposeAsync()
    {
#if ORLEANS
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
#else
        await host.StopAsync();
        host.Dispose();
#endif
        if (ownsDirectory)
            System.IO.Directory.Delete(Directory, recursive: true);
    }
}
