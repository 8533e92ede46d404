using System.CommandLine;
using System.Globalization;
using OneLead.Storage;
using OneLead.Storage.Sqlite;

namespace OneLead.Web.Cli;

/// <summary>
/// <c>onelead backup</c> and <c>onelead restore</c> of the embedded store. Neither needs a server; a backup may be made while
/// one runs. PostgreSQL has its own backups.
/// </summary>
internal static class BackupCommands
{
    public static Command CreateBackup()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A new folder for the backup" };
        var command = new Command("backup", "Copies the embedded store, even while it is served, and checks the copy") { folder };
        command.SetAction((parsed, _) =>
            RunAsync("Backed up", () => StoreBackup.Create(DataDirectory(parsed), parsed.GetRequiredValue(folder).FullName)));
        return command;
    }

    public static Command CreateRestore()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder of a backup" };
        var command = new Command("restore", "Restores a backup into a data directory that has no store") { folder };
        command.SetAction((parsed, _) =>
            RunAsync("Restored", () => StoreBackup.Restore(parsed.GetRequiredValue(folder).FullName, DataDirectory(parsed))));
        return command;
    }

    private static string DataDirectory(ParseResult parsed)
    {
        var configuration = Commands.Settings(parsed);
        return StorageServices.PostgresOf(configuration) is null
            ? InstallPaths.DataDirectory(configuration)
            : throw new BackupException(
                "The store is in PostgreSQL (ONELEAD__Storage). Back it up with pg_dump --schema=onelead, or with the server's own "
                + "backups. See docs/operations.md.");
    }

    private static Task<int> RunAsync(string done, Func<BackupReport> work) => CommandGuard.RunAsync(() => Task.Run(() =>
    {
        try
        {
            var report = work();
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{done} {report.Rows:N0} journal rows, {report.Bytes / 1e6:0.0} MB"));
            return 0;
        }
        catch (Exception e) when (e is BackupException or StoreOwnedException)
        {
            throw new CommandFailedException(e.Message);
        }
    }));
}
