using OneLead.Sources.Admission;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Sources.DeadLetters;
using OneLead.Sources.Events;
using OneLead.Sources.Imports;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources;

/// <summary>Registers and maps everything that turns bytes from outside into change events.</summary>
public static class SourcesSetup
{
    /// <param name="dataDirectory">Holds mappings that this installation adds to the shipped ones.</param>
    /// <param name="sourcesFile">The path of sources.yaml; the file need not exist.</param>
    /// <param name="followsDatabases">False for a command that only reads the store.</param>
    public static IServiceCollection AddSources(this IServiceCollection services, string dataDirectory,
        string sourcesFile, bool followsDatabases)
    {
        services.AddOptions<SourcesOptions>().BindConfiguration("OneLead").ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSourceList(sourcesFile)
            .AddAdmission()
            .AddImports(dataDirectory)
            .AddWebhooks()
            .AddCdc(followsDatabases)
            .AddDeadLetters();
    }

    /// <summary>Maps /imports, /events, /webhooks, /sources and /dead-letters.</summary>
    public static void MapSources(this RouteGroupBuilder api)
    {
        api.MapImports();
        api.MapEvents();
        api.MapWebhooks();
        api.MapSourceList();
        api.MapDeadLetters();
    }
}
