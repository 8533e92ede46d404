namespace OneLead.Web.Metrics;

/// <summary>What is looked at when it is scraped: nothing but being there makes it measure.</summary>
internal interface IGauges;

/// <summary>Makes all gauges when the host starts, and so when the store has been opened.</summary>
internal sealed class GaugesAtStart(IEnumerable<IGauges> gauges) : IHostedService
{
    public IReadOnlyCollection<IGauges> Made { get; } = [.. gauges];

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class GaugesSetup
{
    public static IServiceCollection AddGauges<T>(this IServiceCollection services) where T : class, IGauges => services.AddSingleton<IGauges, T>();
}
