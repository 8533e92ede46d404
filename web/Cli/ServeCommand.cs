using OneLead.Storage;
using OneLead.Web.Samples;

namespace OneLead.Web.Cli;

/// <summary>Serves until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> Run(ServerArguments arguments, bool withSample, bool isLive, CancellationToken cancellation)
    {
        WebApplication? app = null;
        try
        {
            app = Server.Build(arguments with { Sample = !withSample ? SampleMode.None : isLive ? SampleMode.Live : SampleMode.Load });
            // Opened before the host starts, which would tell of a failure by a stack trace.
            _ = app.Services.GetRequiredService<IJournal>();
            await app.RunAsync(cancellation);
            return 0;
        }
        catch (Exception e) when (e is StoreOwnedException or JournalUnavailableException or InvalidDataException or IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        finally
        {
            if (app is not null)
                await app.DisposeAsync();
        }
    }
}
