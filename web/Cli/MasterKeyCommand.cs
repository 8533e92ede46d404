using System.CommandLine;
using OneLead.Storage;

namespace OneLead.Web.Cli;

/// <summary><c>onelead master-key replace</c>.</summary>
internal static class MasterKeyCommand
{
    public static Command Create()
    {
        var replace = new Command("replace", "Replaces the key file by one with another key. Servers need not be stopped");
        replace.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(null, Commands.TenantOf(parsed), cancellation);
            (await server.SendAsync(new(HttpMethod.Post, "/api/v1/system/master-key"), cancellation)).Dispose();
            var settings = Commands.Settings(parsed);
            Console.WriteLine(
                $"{StorageServices.KeyFileOf(settings, InstallPaths.DataDirectory(settings))} holds another key. Keep a copy of it apart "
                + "from the backups, and copy it to every other node before that node starts again.\nBackups that were made until now need "
                + "the former key: make a new one, and destroy those that must not be read any more.");
            return 0;
        }));
        return new Command("master-key", "The key outside the store") { replace };
    }
}
