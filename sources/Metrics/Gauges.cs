using System.Diagnostics.Metrics;

namespace OneLead.Sources.Metrics;

/// <summary>What is looked at when it is scraped.</summary>
public interface IGauges
{
    /// <summary>Makes its instruments.</summary>
    void Observe(Meter meter);
}

/// <summary>Makes the instruments of all gauges when the host starts, and so when the store has been opened.</summary>
public sealed class GaugesAtStart(IMeterFactory meters, IEnumerable<IGauges> gauges) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The factory's: it ends with the services.
        var meter = meters.Create("OneLead");
        foreach (var some in gauges)
            some.Observe(meter);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class GaugesSetup
{
    public static IServiceCollection AddGauges<T>(this IServiceCollection services) where T : class, IGauges => services.AddSingleton<IGauges, T>();
}
