using Microsoft.AspNetCore.Server.Kestrel.Core;
using OneLead.Silo;
using OneLead.Sources;
using OneLead.Web.Access;
using OneLead.Web.Analytics;
using OneLead.Web.Api;
using OneLead.Web.Assignment;
using OneLead.Web.Audit;
using OneLead.Web.Changes;
using OneLead.Web.Cli;
using OneLead.Web.Days;
using OneLead.Web.Entities;
using OneLead.Web.Leads;
using OneLead.Web.Live;
using OneLead.Web.Middleware;
using OneLead.Web.Observability;
using OneLead.Web.ReadModel;
using OneLead.Web.Recording;
using OneLead.Web.Samples;
using OneLead.Web.Stopping;
using OneLead.Web.SystemInfo;
using OneLead.Web.Tenants;
using OneLead.Web.Users;

namespace OneLead.Web;

/// <summary>Composes the web node with its silo.</summary>
internal static class Server
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <param name="configure">Replaces services before the server is built.</param>
    public static WebApplication Build(ServerArguments arguments, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = InstallPaths.ContentRoot, ApplicationName = "onelead" });
        if (arguments.Settings is { } settings)
            builder.Configuration.AddInMemoryCollection(settings);
        if (arguments.Tenant is { } tenant)
            builder.Configuration.AddInMemoryCollection(tenant.Settings(builder.Configuration));
        var data = InstallPaths.DataDirectory(builder.Configuration);
        var role = builder.Configuration.GetValue<NodeRole>("OneLead:Role");

        var urls = arguments.Urls ?? builder.Configuration["Urls"] ?? DefaultUrl;
        builder.Services.AddSingleton(new NetworkExposure(BindingCheck.OpenAddresses(urls, builder.Configuration)));
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(ConfigureKestrel);
        builder.AddOneLeadSilo(data);
        builder.Services.AddOptions<WebOptions>().BindConfiguration("OneLead").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.AddHostCheck();
        builder.Services.AddTrustedProxies();
        builder.Services.AddCompression();
        builder.Services.AddProblems();
        builder.Services.AddAccess(SignInProviders.Read(builder.Configuration, arguments.Tenant));
        builder.Services.AddUsers();
        builder.Services.AddSessionKeys();
        builder.Services.AddAudit();
        builder.Services.AddOpenApi("v1");
        builder.Services.AddRecording(role);
        builder.Services.AddAnalytics();
        builder.Services.AddChanges();
        builder.Services.AddAssignment(arguments.KeepsDays);
        builder.Services.AddReadModel(role);
        builder.Services.AddLive();
        builder.Services.AddLeads();
        builder.Services.AddEntities();
        builder.Services.AddSources(data, InstallPaths.SourcesFile(builder.Configuration), followsDatabases: arguments.KeepsDays);
        builder.Services.AddSamples(arguments.Sample, data);
        builder.Services.AddDays(arguments.AsOf, arguments.KeepsDays);
        builder.Services.AddServerFile();
        builder.Services.AddSingleton<INodeDetails, NodeDetails>();
        builder.Services.AddHealth(role);
        if (arguments.KeepsDays)
            builder.Services.AddHostedService<JournalScrub>();
        builder.AddObservability(arguments.Tenant);
        builder.Services.AddTenants(arguments, configure);
        builder.Services.AddDrain();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        try
        {
            Compose(app, role, isInstallation: arguments.Tenant is null);
            return app;
        }
        catch
        {
            // What was opened for it, such as the store, must not outlive it: it may be built again.
            app.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    private static void Compose(WebApplication app, NodeRole role, bool isInstallation)
    {
        // An organisation gets its requests with the caller's address.
        if (isInstallation)
            app.UseForwardedHeaders();
        app.UseCorrelationId();
        app.UseProblems();
        app.UseHostCheck();
        app.UseSecurityHeaders();
        if (isInstallation)
            app.UseTenants();
        app.UseDrain();
        app.UseOriginCheck();
        app.UseJsonCharset();
        app.UseAccess();
        app.UseAuthors();
        app.MapHealth();
        app.MapMetrics();
        app.MapOrleansDashboardIfConfigured();
        if (role == NodeRole.Work)
        {
            app.MapFallback("{**path}", static http => Refusal.NotFound.Problem(
                "This node only works: it has no API and no dashboard. Ask a node whose role is to serve.").ExecuteAsync(http))
                .AllowAnonymous();
            return;
        }
        app.UseReadYourWrites();
        app.UseWhen(static context => !context.HoldsSecrets(), static branch => branch.UseResponseCompression());
        app.UseDashboard();
        app.MapApi();
        app.Services.GetRequiredService<SignInProviders>().Map(app);
        app.MapLive();
        app.MapOpenApi().AllowAnonymous();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // Bounds the unread part of each body: with the default of 1 MB, a thousand slow senders would hold a gigabyte.
        kestrel.Limits.MaxRequestBufferSize = 64 << 10;
        // The default of 240 bytes would let a sender keep its place for hours.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 4_096, gracePeriod: TimeSpan.FromSeconds(5));
    }
}
