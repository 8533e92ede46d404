using Microsoft.AspNetCore.SignalR;
using OneLead.Sources.Imports;
using OneLead.Web.Access;
using OneLead.Web.Api;
using OneLead.Web.Changes;
using OneLead.Web.ReadModel;
using OneLead.Web.Users;

namespace OneLead.Web.Live;

/// <summary>The hub at /live.</summary>
internal static class LiveSetup
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = 8 * 1024;
            options.KeepAliveInterval = TimeSpan.FromSeconds(5);
            options.EnableDetailedErrors = false;
        }).AddJsonProtocol(options => ApiJson.Configure(options.PayloadSerializerOptions));
        return services
            .AddSingleton<HubLifetimeManager<LiveHub>, LiveConnections>()
            .AddSingleton<LiveMetrics>()
            .AddSingleton<TopicCatalog>()
            .AddSingleton<LiveTopics>()
            .AddSingleton<ItemSubscriptions>()
            .AddSingleton(s => new Lazy<IItemListener>(s.GetRequiredService<LiveTopics>))
            .AddHostedService(s => s.GetRequiredService<ItemSubscriptions>())
            .AddSingleton<IModelListener>(s => s.GetRequiredService<LiveTopics>())
            .AddSingleton<IChangeListener>(s => s.GetRequiredService<LiveTopics>())
            .AddSingleton<IImportListener>(s => s.GetRequiredService<LiveTopics>())
            .AddSingleton<Heartbeat>()
            .AddSingleton<IDirectoryListener>(s => s.GetRequiredService<Heartbeat>())
            .AddHostedService(s => s.GetRequiredService<Heartbeat>());
    }

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapHub<LiveHub>("/live", options =>
    {
        options.TransportMaxBufferSize = 256 * 1024;
        options.ApplicationMaxBufferSize = 64 * 1024;
    }).Needs(Permission.Read);

    // Once a second finds keys and sessions that have expired; a changed user is found at once.
    private sealed class Heartbeat(LiveTopics topics, Directories directories, OpenSessions sessions, TimeProvider clock)
        : BackgroundService, IDirectoryListener
    {
        public void Changed(string tenant) => topics.Recheck(Current);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                topics.Recheck(Current);
                topics.Beat();
            }
        }

        private Caller? Current(Caller caller)
        {
            if (directories.Current(caller) is not { } current || !current.May(Permission.Read))
                return null;
            // An open dashboard uses its session.
            _ = sessions.NoteAsync(current);
            return current;
        }
    }
}
