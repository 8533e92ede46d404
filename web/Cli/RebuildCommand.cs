using System.CommandLine;
using OneLead.Storage;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead rebuild</c>: deletes everything derived and computes it again from the journal; exit codes as for verify.
/// </summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command(
            "rebuild", "Deletes every snapshot, recomputes all accounts from the journal and verifies them. Stop the server first")
        {
            json,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await ServerFile.ThrowIfServedAsync(InstallPaths.DataDirectory());
            await using var server = await ServerConnection.OpenStoreAsync(Commands.TenantOf(parsed), ClearSnapshotsAsync, cancellation);
            return await VerifyCommand.VerifyAsync(server, parsed.GetValue(json), cancellation);
        }));
        return command;
    }

    private static async Task ClearSnapshotsAsync(IServiceProvider services)
    {
        var snapshots = services.GetRequiredService<ISnapshotStore>();
        foreach (var tenant in services.GetRequiredService<IJournal>().Tenants)
            await snapshots.ClearAsync(tenant);
    }
}
