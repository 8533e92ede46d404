using OneLead.Storage;
using OneLead.Web.Samples;

namespace OneLead.Web.Cli;

/// <summary>Serves until it is stopped.</summary>
internal static class ServeCommand
{
    public static Task<int> RunAsync(ServerArguments arguments, bool withSample, bool isLive, CancellationToken cancellation) =>
        CommandGuard.RunAsync(async () =>
        {
            WebApplication? app = null;
            try
            {
                app = Server.Build(arguments with { Sample = !withSample ? SampleMode.None : isLive ? SampleMode.Live : SampleMode.Load });
                PortCheck.Run(app.Configuration["urls"] ?? Server.DefaultUrl);
                // Opens the store before the host starts, which would report a failure with a stack trace.
                _ = app.Services.GetRequiredService<IJournal>();
                await app.RunAsync(cancellation);
                return 0;
            }
            catch (Exception e) when (e is StoreOwnedException or JournalUnavailableException or InvalidDataException)
            {
                throw new CommandFailedException(e.Message);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // It was stopped while it started.
                return 0;
            }
            finally
            {
                if (app is not null)
                    await app.DisposeAsync();
            }
        });
}
