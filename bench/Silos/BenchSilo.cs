using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Grains;
using OneLead.Silo;

namespace OneLead.Bench.Silos;

/// <summary>A whole silo in this process on a store in a directory of its own.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    public const string Tenant = Keys.DefaultTenant;

    private readonly IHost host;
    private readonly DirectoryInfo directory;

    private BenchSilo(IHost host, DirectoryInfo directory) => (this.host, this.directory) = (host, directory);

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IIngest Ingest => host.Services.GetRequiredService<IIngest>();

    public IChangePublisher Changes => host.Services.GetRequiredService<IChangePublisher>();

    /// <summary>The store's directory.</summary>
    public string Directory => directory.FullName;

    public static async Task<BenchSilo> Start()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("onelead-bench-");
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddOneLeadSilo(directory.FullName);
        var host = builder.Build();
        await host.StartAsync();
        return new BenchSilo(host, directory);
    }

    /// <summary>Begins the day as of which scores are.</summary>
    public Task BeginDay(DateOnly day) => Grains.GetGrain<ITenantGrain>(Tenant).BeginDay(day);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        directory.Delete(recursive: true);
    }
}
