using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using OneLead.Sources;
using OneLead.Storage;
using OneLead.Web.Samples;
using OneLead.Web.Users;

namespace OneLead.Web.Cli;

/// <summary>Serves until it is stopped. Starts again by itself to rebuild what is damaged and derived from the journal.</summary>
internal static partial class ServeCommand
{
    private const int MaxRebuilds = 3;

    private static readonly TimeSpan LateStop = TimeSpan.FromSeconds(3);

    public static Task<int> RunAsync(ServerArguments arguments, bool withSample, bool isLive, CancellationToken cancellation) =>
        CommandGuard.RunAsync(async () =>
        {
            arguments = arguments with { Sample = !withSample ? SampleMode.None : isLive ? SampleMode.Live : SampleMode.Load };
            for (var rebuilds = 0; await ServeAsync(arguments, cancellation) is { } damage; rebuilds++)
            {
                if (rebuilds == MaxRebuilds)
                    throw new CommandFailedException(
                        $"{damage.File} is damaged again after it was rebuilt {MaxRebuilds} times.\n"
                        + "Look at the disk and at the system's log.");
            }
            return 0;
        });

    /// <returns>The damage that another start rebuilds; null if the server was stopped.</returns>
    private static async Task<StoreDamage?> ServeAsync(ServerArguments arguments, CancellationToken cancellation)
    {
        WebApplication? app = null;
        using var ended = new CancellationTokenSource();
        try
        {
            app = Server.Build(arguments);
            EndInTime(app, ended.Token);
            PortCheck.Run(app.Configuration["urls"] ?? Server.DefaultUrl);
            var health = app.Services.GetRequiredService<StoreHealth>();
            using var restart = health.RestartNeeded.Register(app.Lifetime.StopApplication);
            try
            {
                // Before the host starts, which would report a failure with a stack trace.
                _ = app.Services.GetRequiredService<IOptions<SourcesOptions>>().Value;
                _ = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
                _ = app.Services.GetRequiredService<Today>().Day;
                _ = app.Services.GetRequiredService<IJournal>();
                _ = app.Services.GetRequiredService<MasterKey>();
                await BindingCheck.RunAsync(app, cancellation);
                SayWithoutUsers(app);
                await app.RunAsync(cancellation);
            }
            catch (Exception) when (health.RestartNeeded.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                // Whatever failed, the damaged file comes first.
            }
            var damage = cancellation.IsCancellationRequested ? null : health.Damage.Find(static d => d.IsDerived);
            if (damage is not null)
                LogRestart(app.Logger, damage.File);
            return damage;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It was stopped while it started.
            return null;
        }
        catch (Exception e) when (StoreFailures.IsExpected(e))
        {
            throw new CommandFailedException(e.Message);
        }
        finally
        {
            if (app is not null)
                await app.DisposeAsync();
            await ended.CancelAsync();
        }
    }

    private static void SayWithoutUsers(WebApplication app)
    {
        var directories = app.Services.GetRequiredService<Directories>();
        if (directories.HasUsers)
            return;
        if (!directories.AsksForSignIn && !app.Services.GetRequiredService<NetworkExposure>().OpenAddresses.IsEmpty)
            LogOpen(app.Logger);
        var (link, server) = (app.Services.GetRequiredService<FirstUserLink>(), app.Services.GetRequiredService<IServer>());
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address)
            {
                var url = link.Url(address);
                if (directories.AsksForSignIn)
                    LogFirstUserOfDefault(app.Logger, url);
                else
                    LogFirstUser(app.Logger, url);
            }
        });
    }

    // Orleans tries for minutes to take leave of a database that is gone. What is acknowledged is durable without it.
    private static void EndInTime(WebApplication app, CancellationToken ended) => app.Lifetime.ApplicationStopping.Register(async () =>
    {
        var longest = TimeSpan.FromSeconds(app.Services.GetRequiredService<IOptions<WebOptions>>().Value.Drain) + LateStop;
        await Task.Delay(longest, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ended.IsCancellationRequested)
            return;
        LogLate(app.Logger, longest.TotalSeconds);
        // Exit would wait for the handlers that still run.
        using var process = Process.GetCurrentProcess();
        process.Kill();
    });

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Other machines can connect, and there are no users: everybody who reaches the port can read and change everything")]
    private static partial void LogOpen(ILogger log);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "There are no users, so everybody on this machine can do everything. To have people sign in, open {Link}")]
    private static partial void LogFirstUser(ILogger log, string link);

    [LoggerMessage(Level = LogLevel.Information, Message = "The default organisation has no users. To add the first one, open {Link}")]
    private static partial void LogFirstUserOfDefault(ILogger log, string link);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The stop has taken {Seconds} s and is cut off. Nothing that was acknowledged is lost")]
    private static partial void LogLate(ILogger log, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is damaged. OneLead starts again and rebuilds it from the journal")]
    private static partial void LogRestart(ILogger log, string file);
}
