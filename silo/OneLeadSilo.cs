using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Storage;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;

namespace OneLead.Silo;

/// <summary>Composes a silo: Orleans, storage, grains, and what runs beside them.</summary>
public static class OneLeadSilo
{
    /// <summary>True adds Orleans' own dashboard, which measures every call to an actor.</summary>
    public const string OrleansDashboardSetting = "OneLead:OrleansDashboard";

    /// <summary>
    /// Adds a silo to a host, on the store that the configuration names (see <see cref="StorageServices.AddOneLeadStorage"/>). On the
    /// embedded store it is a cluster of its own; on PostgreSQL it joins the cluster of all processes that share the schema. It has no
    /// gateway.
    /// </summary>
    /// <param name="dataDirectory">Holds the embedded store, unless the configuration names another.</param>
    /// <exception cref="StoreOwnedException">Thrown at start when another process owns the embedded store.</exception>
    /// <exception cref="InvalidDataException">The address, port or certificate for other nodes is wrong.</exception>
    public static IHostApplicationBuilder AddOneLeadSilo(this IHostApplicationBuilder builder, string dataDirectory)
    {
        builder.UseOrleans(silo =>
        {
            if (StorageServices.PostgresOf(builder.Configuration) is not null)
                silo.UseCluster(builder.Configuration, dataDirectory);
            else
                UseOneSilo(silo);
            silo.UseTlsIfConfigured(builder.Configuration);
            if (builder.Configuration.GetValue<bool>(OrleansDashboardSetting))
                silo.AddDashboard(static o => o.HideTrace = true);
            silo.Configure<GrainCollectionOptions>(static o => o.CollectionAge = TimeSpan.FromMinutes(15));
            // The propagation filters cost time on every call, so they come with an exporter alone.
            if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
                silo.AddActivityPropagation();
            // The cause of a storage failure must not keep the failure from arriving.
            silo.Services.Configure<ExceptionSerializationOptions>(static o => o.SupportedNamespacePrefixes.Add("Npgsql"));
            silo.Services.AddOneLeadServices(builder.Configuration, dataDirectory);
        });
        builder.Logging.AddOrleansFilters();
        return builder;
    }

    /// <summary>Adds all of a silo but Orleans itself.</summary>
    public static IServiceCollection AddOneLeadServices(this IServiceCollection services,
        IConfiguration configuration, string dataDirectory) =>
        services.AddOneLeadStorage(configuration, dataDirectory).AddOneLeadGrains();

    // Orleans reports each step of its start at Information, its watchdog every pause of a busy machine, and the silo that it
    // would rather have the server garbage collector, which costs memory that one machine needs otherwise. Polly repeats what the
    // connection manager says of a lost node, and a grain service tells its range.
    private static void AddOrleansFilters(this ILoggingBuilder logging) => logging
        .AddFilter("Orleans", LogLevel.Warning)
        .AddFilter("Microsoft.Orleans", LogLevel.Warning)
        .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Silo", LogLevel.Error)
        .AddFilter("Orleans.Runtime.Scheduler", LogLevel.Error)
        .AddFilter("OneLead.Feed.ChangeFeed", LogLevel.Warning)
        .AddFilter("OneLead.Nodes.NodeReporter", LogLevel.Warning)
        .AddFilter("Polly", LogLevel.Error);

    private static void UseOneSilo(ISiloBuilder silo)
    {
        var port = ClusterSetup.FreePort(IPAddress.Loopback);
        // The port alone could be shared with a silo that closed its socket a moment ago; a cluster id never is.
        silo.UseLocalhostClustering(
            port, gatewayPort: 0, serviceId: ClusterSetup.Service, clusterId: $"{ClusterSetup.Service}-{Environment.ProcessId}-{port}");
    }
}
