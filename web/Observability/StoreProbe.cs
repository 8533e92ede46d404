using System.Diagnostics.Metrics;
using OneLead.Storage;

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

/// <summary>Shows whether the store can be written, and what damage was found.</summary>
internal sealed class StoreGauges(StoreHealth health) : IGauges
{
    public void Observe(Meter meter)
    {
        meter.CreateObservableGauge("onelead.store.writable", () => health.WriteProblem is null ? 1 : 0, null,
            "1 while writes succeed, 0 since the last one failed");
        meter.CreateObservableGauge("onelead.store.damages", () => health.Damage.Count, null,
            "Damaged files that were found since the start");
    }
}
