using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Grains;
using OneLead.Silo;

namespace OneLead.Bench.Silos;

/// <summary>A complete silo in this process with a store in a temporary directory.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    public const string Tenant = Keys.DefaultTenant;

    private readonly IHost _host;
    private readonly DirectoryInfo _directory;

    private BenchSilo(IHost host, DirectoryInfo directory) => (_host, _directory) = (host, directory);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IIngest Ingest => _host.Services.GetRequiredService<IIngest>();

    public IChangePublisher Changes => _host.Services.GetRequiredService<IChangePublisher>();

    public string Directory => _directory.FullName;

    public static async Task<BenchSilo> StartAsync()
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("onelead-bench-");
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddOneLeadSilo(directory.FullName);
        var host = builder.Build();
        await host.StartAsync();
        return new BenchSilo(host, directory);
    }

    /// <summary>Begins the day of the scores.</summary>
    public Task BeginDayAsync(DateOnly day) => Grains.GetGrain<ITenantGrain>(Tenant).BeginDay(day);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _directory.Delete(recursive: true);
        File.Delete(_directory.FullName + ".key");
    }
}
