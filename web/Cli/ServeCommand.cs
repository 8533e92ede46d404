using Microsoft.Extensions.Options;
using OneLead.Sources;
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
                // Before the host starts, which would report a failure with a stack trace.
                _ = app.Services.GetRequiredService<IOptions<SourcesOptions>>().Value;
                _ = app.Services.GetRequiredService<IOptions<WebOptions>>().Value;
                _ = app.Services.GetRequiredService<Today>().Day;
                _ = app.Services.GetRequiredService<IJournal>();
                await app.RunAsync(cancellation);
                return 0;
            }
            catch (Exception e) when (e is StoreOwnedException or JournalUnavailableException or InvalidDataException)
            {
                throw new CommandFailedException(e.Message);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && IsOfStore(e))
            {
                throw new CommandFailedException(
                    $"The data directory cannot be used: {e.Message.Split('\n')[0]}\n"
                    + "ONELEAD__Data must name a directory that can be written.");
            }
            finally
            {
                if (app is not null)
                    await app.DisposeAsync();
            }
        });

    private static bool IsOfStore(Exception e) =>
        e.StackTrace?.Contains(typeof(IJournal).Namespace + ".", StringComparison.Ordinal) == true;
}
