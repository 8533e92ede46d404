using System.Diagnostics.Metrics;

namespace OneLead.Web.Metrics;

/// <summary>Metrics that are read when they are scraped.</summary>
internal interface IGauges
{
    /// <summary>Creates the instruments.</summary>
    void Observe(Meter meter);
}

/// <summary>Creates the instruments of all gauges when the host starts, after the store has been opened.</summary>
internal sealed class GaugesAtStart(IMeterFactory meters, IEnumerable<IGauges> gauges) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Owned by the factory, which ends with the services.
        var meter = meters.Create("OneLead");
        foreach (var some in gauges)
            some.Observe(meter);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class GaugesSetup
{
    public static IServiceCollection AddGauges<T>(this IServiceCollection services) where T : class, IGauges =>
        services.AddSingleton<IGauges, T>();
}
