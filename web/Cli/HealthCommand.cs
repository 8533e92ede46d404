using System.CommandLine;

namespace OneLead.Web.Cli;

/// <summary><c>onelead health</c>: 0 if the running server is ready, else 1. Container images have no other HTTP client.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var command = new Command("health", "Says whether the running server is ready, and if not, why") { Commands.ServerUrl };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            var data = InstallPaths.DataDirectory();
            var url = parsed.GetValue(Commands.ServerUrl) ?? (await ServerFile.FindAsync(data))?.Url.AbsoluteUri
                ?? throw new CommandFailedException($"No server runs on {data}.");
            await using var server = await ServerConnection.OpenAsync(url, Commands.TenantOf(parsed), cancellation);
            var state = await server.JsonAsync("/readyz", cancellation);
            var reason = state.GetProperty("reason").GetString();
            Console.WriteLine(state.GetProperty("status").GetString() + (reason is null ? "" : $": {reason}"));
            return 0;
        }));
        return command;
    }
}
