using System.Diagnostics.Metrics;
using OneLead.Storage;
using OneLead.Web.Cli;

namespace OneLead.Web.Observability;

/// <summary>Writes to the store while nothing else does, so that readiness follows what the store can do.</summary>
internal sealed class StoreProbe(Store store, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5), PauseAfterFailure = TimeSpan.FromSeconds(1),
        Patience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!store.Health.HasWrittenWithin(Pause))
                await store.TryWriteAsync(Patience, stoppingToken);
            await Task.Delay(store.Health.WriteProblem is null ? Pause : PauseAfterFailure, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>Shows whether the store can be written, what damage was found, and what a restart has to read.</summary>
internal sealed class StoreGauges(StoreHealth health, ISiloStatus silo, IConfiguration configuration) : IGauges
{
    public void Observe(Meter meter)
    {
        var data = InstallPaths.DataDirectory(configuration);
        meter.CreateObservableGauge("onelead.store.writable", () => health.WriteProblem is null ? 1 : 0, null,
            "1 while writes succeed, 0 since the last one failed");
        meter.CreateObservableGauge("onelead.store.damages", () => health.Damage.Count, null,
            "Damaged files that were found since the start");
        meter.CreateObservableGauge("onelead.journal.unflushed", () => silo.UnflushedRows, "{row}",
            "Committed rows from the first one on that no stored snapshot has");
        meter.CreateObservableGauge("onelead.data.free", () => new DriveInfo(data).AvailableFreeSpace, "By",
            "Free space of the disk that holds the data directory");
    }
}
