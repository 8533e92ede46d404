using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace OneLead.Runtime;

/// <summary>Registers the in-process grain host.</summary>
public static class GrainHostServices
{
    /// <summary>
    /// Hosts grains in this process: <see cref="IGrainFactory"/> and <see cref="IClusterClient"/>, and a hosted service that drains on stop.
    /// Grains get their constructor's services from the root provider: singletons and transients, no scoped ones. Register an
    /// <see cref="IGrainStateStorage"/> for durable state, and a <see cref="TimeProvider"/> for another clock than the system's.
    /// </summary>
    public static IServiceCollection AddInProcessGrainHost(this IServiceCollection services, Action<GrainHostOptions> configure)
    {
        services.AddOptions<GrainHostOptions>().Configure(configure)
            .Validate(o => o.ResponseTimeout > TimeSpan.Zero && o.CollectionQuantum > TimeSpan.Zero && o.DrainTimeout > TimeSpan.Zero && o.MaxInlineDepth >= 0,
                "Times are positive, and the inline depth is not negative.");
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IGrainStateStorage, InMemoryGrainStateStorage>();
        services.TryAddSingleton<GrainHost>();
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainHost>().Factory);
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainHost>().Factory);
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<GrainHost>());
        return services;
    }
}
