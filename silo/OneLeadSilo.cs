using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Hosting;
using OneLead.Storage;
#if !ORLEANS
using OneLead.Runtime;
#endif

namespace OneLead.Silo;

/// <summary>Composes a silo: storage, actor host, grains, and what runs beside them.</summary>
public static class OneLeadSilo
{
    /// <summary>Adds a silo to a host, on the store that its configuration names (see <see cref="StorageServices.AddOneLeadStorage"/>).</summary>
    /// <param name="dataDirectory">Where the embedded store is, unless the configuration names another.</param>
    /// <exception cref="StoreOwnedException">Thrown at start when another process owns the store.</exception>
    public static IHostApplicationBuilder AddOneLeadSilo(this IHostApplicationBuilder builder, string dataDirectory)
    {
#if ORLEANS
        builder.UseOrleans(silo =>
        {
            Orleans.Hosting.CoreHostingExtensions.UseLocalhostClustering(silo);
            silo.Services.AddOneLeadServices(builder.Configuration, dataDirectory);
        });
#else
        builder.Services.AddInProcessGrainHost(static host => host.AddAssembly(typeof(GrainServices).Assembly));
        builder.Services.AddOneLeadServices(builder.Configuration, dataDirectory);
#endif
        return builder;
    }

    /// <summary>Adds all of a silo but the actor host.</summary>
    public static IServiceCollection AddOneLeadServices(this IServiceCollection services, IConfiguration configuration, string dataDirectory) =>
        services.AddOneLeadStorage(configuration, dataDirectory).AddOneLeadGrains();
}
