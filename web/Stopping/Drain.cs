using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace OneLead.Web.Stopping;

/// <summary>
/// Stops the web server first, and without cutting off anybody: from the signal on, new requests are refused with 503, requests in
/// flight are answered, and then the server stops listening. Requests that take longer than two thirds of
/// <see cref="WebOptions.Drain"/> are aborted, so that there is time left to store what is in memory.
/// </summary>
internal sealed partial class Drain(
    IServer server, IHostApplicationLifetime lifetime, IOptions<WebOptions> options, TimeProvider clock, ILogger<Drain> log)
    : IHostedLifecycleService
{
    // Requests that were sent before the signal may not have been read yet.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromSeconds(2),
        RetryAfter = TimeSpan.FromSeconds(5);

    private long _lastArrival;
    private int _inFlight;

    private bool IsDraining => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Runs a request, or refuses it while the server stops.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        Volatile.Write(ref _lastArrival, clock.GetTimestamp());
        if (IsDraining && !IsForOperators(context.Request.Path))
        {
            context.Response.Headers.Connection = "close";
            await Refusal.Stopping.Problem(
                "The server is stopping and took nothing. Retry after the delay in Retry-After.", context.Response, RetryAfter)
                .ExecuteAsync(context);
            return;
        }
        Interlocked.Increment(ref _inFlight);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        // Also ends the connections of dashboards, which would stay open otherwise.
        lifetime.StopApplication();
        var atSignal = Volatile.Read(ref _inFlight);
        LogStopping(atSignal);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Value.Drain * 2 / 3.0));
        do
            await Task.Delay(Quiet / 5, clock, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!limit.IsCancellationRequested && clock.GetElapsedTime(started) is var waited && waited < LongestWait
            && (waited < Quiet || clock.GetElapsedTime(Volatile.Read(ref _lastArrival)) < Quiet));
        var unanswered = 0;
        await using (limit.Token.Register(() => unanswered = Volatile.Read(ref _inFlight)))
        {
            // Waits for the requests in flight, and aborts them at the limit.
            await server.StopAsync(limit.Token);
        }
        if (unanswered > 0)
            LogAborted(unanswered);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsForOperators(PathString path) => path == "/healthz" || path == "/metrics";

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping; {Requests} requests are in flight")]
    private partial void LogStopping(int requests);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Requests were not answered in time and are aborted: {Requests}")]
    private partial void LogAborted(int requests);
}

internal static class DrainSetup
{
    /// <summary>Must be added after all services that requests use: services stop in reverse order.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services)
    {
        services.AddSingleton<Drain>().AddHostedService(s => s.GetRequiredService<Drain>());
        services.AddOptions<HostOptions>().Configure<IOptions<WebOptions>>(
            (host, web) => host.ShutdownTimeout = TimeSpan.FromSeconds(web.Value.Drain));
        return services;
    }

    public static void UseDrain(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.Use(next => context => drain.RunAsync(context, next));
    }
}
