using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneLead.Hosting;
#if !ORLEANS
using OneLead.Runtime;
#endif

namespace OneLead.Silo;

/// <summary>Composes a silo: storage, actor host, grains, and what runs beside them.</summary>
public static class OneLeadSilo
{
    /// <summary>
    /// Adds a silo to a host. <c>Data</c> in the configuration section <c>OneLead</c> (environment <c>ONELEAD__Data</c>) names the
    /// data directory of the embedded store.
    /// </summary>
    /// <exception cref="Storage.StoreOwnedException">Thrown at start when another process owns the store.</exception>
    public static IHostApplicationBuilder AddOneLeadSilo(this IHostApplicationBuilder builder, string dataDirectory)
    {
        builder.Services.AddSqliteStorage(dataDirectory);
#if ORLEANS
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
#else
        builder.Services.AddInProcessGrainHost(host => host.AddAssembly(typeof(GrainServices).Assembly));
#endif
        builder.Services.AddOneLeadGrains();
        return builder;
    }
}
