using Microsoft.AspNetCore.Connections;
using OneLead.Storage;
using OneLead.Web.Samples;

namespace OneLead.Web.Cli;

/// <summary>Serves until it is stopped.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(ServerArguments arguments, bool withSample, bool isLive, CancellationToken cancellation)
    {
        WebApplication? app = null;
        try
        {
            app = Server.Build(arguments with { Sample = !withSample ? SampleMode.None : isLive ? SampleMode.Live : SampleMode.Load });
            // Opens the store before the host starts, which would report a failure with a stack trace.
            _ = app.Services.GetRequiredService<IJournal>();
            await app.RunAsync(cancellation);
            return 0;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{e.Message} Stop the program that uses this port, or choose another one: --urls http://127.0.0.1:5081");
            return 1;
        }
        catch (Exception e) when (e is StoreOwnedException or JournalUnavailableException or InvalidDataException)
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
