using System.CommandLine;
using OneLead.Storage;

namespace OneLead.Web.Cli;

/// <summary><c>onelead rebuild</c>: everything that is derived is forgotten and folded from the journal; exit codes as for verify.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command("rebuild", "Forgets every snapshot, folds all accounts from the journal and verifies them. No server may run on the store") { json };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            if (await ServerFile.Find(InstallPaths.DataDirectory()) is { } running)
                throw new CommandFailedException($"A server runs on this store ({running}): stop it first.");
            await using var server = await ServerConnection.OpenOwn(Forget, cancellation);
            return await VerifyCommand.Verify(server, parsed.GetValue(json), cancellation);
        }));
        return command;
    }

    private static async Task Forget(IServiceProvider services)
    {
        var snapshots = services.GetRequiredService<ISnapshotStore>();
        foreach (var tenant in services.GetRequiredService<IJournal>().Tenants)
            await snapshots.Clear(tenant);
    }
}
