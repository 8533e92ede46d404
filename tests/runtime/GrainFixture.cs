#if ORLEANS
using Orleans.TestingHost;
#else
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
#endif

namespace OneLead.Runtime.Tests;

/// <summary>A host with the grains of this assembly: ours, or a test cluster of one silo.</summary>
public sealed class GrainFixture : IAsyncDisposable
{
#if ORLEANS
    private readonly InProcessTestCluster _cluster;

    private GrainFixture(InProcessTestCluster cluster) => _cluster = cluster;

    public IGrainFactory Grains => _cluster.Client;

    public static async Task<GrainFixture> Start()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddMemoryGrainStorageAsDefault());
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new(cluster);
    }

    /// <summary>Has a call run once: one that met several leaving activations in a row is rejected before it runs, and is sent again.</summary>
    public static async Task Delivered(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (OrleansMessageRejectionException)
            {
                await Task.Yield();
            }
        }
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
#else
    private readonly ServiceProvider _services;

    private GrainFixture(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public static Task<GrainFixture> Start() => Start(_ => { });

    /// <summary>With options, another clock, other services.</summary>
    public static async Task<GrainFixture> Start(Action<GrainHostOptions> configure, TimeProvider? time = null, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        more?.Invoke(services);
        services.AddInProcessGrainHost(options => configure(options.AddAssembly(typeof(GrainFixture).Assembly)));
        var fixture = new GrainFixture(services.BuildServiceProvider());
        foreach (var service in fixture._services.GetServices<IHostedService>()) await service.StartAsync(default);
        return fixture;
    }

    /// <summary>Has a call run once: this host rejects none.</summary>
    public static Task Delivered(Func<Task> call) => call();

    public async Task Stop()
    {
        foreach (var service in _services.GetServices<IHostedService>()) await service.StopAsync(default);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
#endif
}
