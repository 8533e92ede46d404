using System.CommandLine;
using System.Globalization;
using OneLead.Storage;
using OneLead.Storage.Sqlite;

namespace OneLead.Web.Cli;

/// <summary><c>onelead backup</c> and <c>onelead restore</c>, of the embedded store: they need no server, and a backup may be made beside one. PostgreSQL has its own.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A new folder for the backup" };
        var command = new Command("backup", "Copies the embedded store, also while it is served, and checks the copy") { folder };
        command.SetAction((parsed, _) => Run("Backed up", () => StoreBackup.Create(Data(), parsed.GetRequiredValue(folder).FullName)));
        return command;
    }

    public static Command Restore()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder of a backup" };
        var command = new Command("restore", "Brings a backup back into a data directory that has no store") { folder };
        command.SetAction((parsed, _) => Run("Restored", () => StoreBackup.Restore(parsed.GetRequiredValue(folder).FullName, Data())));
        return command;
    }

    private static string Data()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return StorageServices.PostgresOf(configuration) is null
            ? InstallPaths.DataDirectory(configuration)
            : throw new BackupException("The store is in PostgreSQL (ONELEAD__Storage), and is backed up with it: pg_dump --schema=onelead, or the server's own backups. See docs/operations.md.");
    }

    private static Task<int> Run(string done, Func<BackupReport> work) => CommandGuard.RunAsync(() => Task.Run(() =>
    {
        try
        {
            var report = work();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} {report.Rows:N0} journal rows, {report.Bytes / 1e6:0.0} MB"));
            return 0;
        }
        catch (Exception e) when (e is BackupException or StoreOwnedException)
        {
            throw new CommandFailedException(e.Message);
        }
    }));
}
