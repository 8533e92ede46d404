using System.Diagnostics.Metrics;

namespace OneLead.Sources.Metrics;

/// <summary>Creates instruments whose values are read at each collection.</summary>
public interface IGauges
{
    /// <summary>Creates the instruments. Their callbacks must not block.</summary>
    void Observe(Meter meter);
}

/// <summary>Creates the instruments of all registered gauges when the host starts, after the store has been opened.</summary>
public sealed class GaugesAtStart(IMeterFactory meters, IEnumerable<IGauges> gauges) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The factory owns the meter and disposes of it with the services.
        var meter = meters.Create("OneLead");
        foreach (var group in gauges)
            group.Observe(meter);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class GaugesSetup
{
    public static IServiceCollection AddGauges<T>(this IServiceCollection services) where T : class, IGauges =>
        services.AddSingleton<IGauges, T>();
}
