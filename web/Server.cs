using Microsoft.AspNetCore.HostFiltering;
using OneLead.Silo;
using OneLead.Sources;
using OneLead.Web.Api;
using OneLead.Web.Cli;
using OneLead.Web.Days;
using OneLead.Web.Entities;
using OneLead.Web.Live;
using OneLead.Web.Metrics;
using OneLead.Web.Pages;
using OneLead.Web.ReadModel;
using OneLead.Web.Samples;

namespace OneLead.Web;

/// <summary>How a server is started; what is null is left to the configuration.</summary>
/// <param name="AsOf">The day that holds; null: the clock's.</param>
/// <param name="KeepsDays">False: days begin only when they are asked for and no database is followed, as commands on the store want it.</param>
internal sealed record ServerArguments(
    string? Urls = null, DateOnly? AsOf = null, SampleMode Sample = SampleMode.None, bool KeepsDays = true, IReadOnlyDictionary<string, string?>? Settings = null);

/// <summary>Composes the web node with its silo.</summary>
internal static class Server
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <param name="configure">Replaces services before the server is built.</param>
    public static WebApplication Build(ServerArguments arguments, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Places.ContentRoot, ApplicationName = "onelead" });
        if (arguments.Settings is { } settings)
            builder.Configuration.AddInMemoryCollection(settings);
        builder.WebHost.UseUrls(arguments.Urls ?? builder.Configuration["Urls"] ?? DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // What a connection holds of a body that nobody reads yet: of the default, a thousand senders would fill a gigabyte.
            kestrel.Limits.MaxRequestBufferSize = 64 << 10;
        });

        builder.AddOneLeadSilo(Places.DataDirectory(builder.Configuration));
        // It logs the query of every request, and a webhook's query may hold its key; what it says else, the metrics say.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        builder.Services.AddOptions<WebOptions>().BindConfiguration("OneLead").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.Configure<HostFilteringOptions>(options => options.AllowedHosts = Hosts(builder.Configuration));
        builder.Services.AddHostFiltering(_ => { });
        builder.Services.ConfigureHttpJsonOptions(options => WireJson.Configure(options.SerializerOptions));
        builder.Services.AddOpenApi("v1");
        builder.Services.AddResponseCompression(Compression.Configure);
        builder.Services.AddProblems();
        builder.Services.AddReadModel();
        builder.Services.AddSingleton<EntitySource>();
        builder.Services.AddSingleton<LeadCommander>();
        builder.Services.AddPages();
        builder.Services.AddSources(Places.DataDirectory(builder.Configuration), Places.SourcesFile(builder.Configuration), followsDatabases: arguments.KeepsDays);
        builder.Services.AddLive();
        builder.Services.AddOneLeadMetrics();
        builder.Services.AddSample(arguments.Sample);
        builder.Services.AddDays(arguments.AsOf, arguments.KeepsDays);
        builder.Services.AddServerFile();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseProblems();
        app.UseHostFiltering();
        app.UseSecurity();
        app.UseResponseCompression();
        app.UseDashboard();
        app.MapApi();
        app.MapLive();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi();
        return app;
    }

    // Names beside our own are configured: a page that rebinds its DNS name to this address is refused.
    private static List<string> Hosts(ConfigurationManager configuration) =>
        configuration["AllowedHosts"] is { Length: > 0 } hosts ? [.. hosts.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)] : ["localhost", "127.0.0.1", "[::1]"];
}
