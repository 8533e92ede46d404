using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;

namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>Only the owner of the process can read what it stores, and a killed process leaves no uploads.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Other_users_can_read_nothing_and_uploads_of_a_killed_server_are_removed_at_the_next_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        using var data = new DataDirectory();
        // As an older version left them.
        File.SetUnixFileMode(data.Path, Private | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await File.WriteAllTextAsync(data.File("server.json"), """{"url":"http://127.0.0.1:1","pid":1}""");
        File.SetUnixFileMode(data.File("server.json"), Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using (var server = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29"))
        {
            using var upload = new TcpClient();
            await upload.ConnectAsync(server.Address.Host, server.Address.Port);
            await upload.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/imports?fileName=left.xlsx HTTP/1.1\r\nHost: {server.Address.Authority}\r\n"
                + $"Content-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n{new string('x', 100_000)}"));
            await Wait.UntilAsync("the upload is on disk", () => Task.FromResult(
                Directory.Exists(data.File("uploads")) && Directory.GetFiles(data.File("uploads")).Length == 1));
            AssertPrivate(data.Path);
            await server.KillAsync();
        }
        Assert.Single(Directory.GetFiles(data.File("uploads")));

        await using var next = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29");

        Assert.Empty(Directory.GetFiles(data.File("uploads")));
        (await OneLeadProgram.RunAsync(data, "backup", data.File("backup"))).With(0);
        AssertPrivate(data.Path);
    }

    private static void AssertPrivate(string directory)
    {
        Assert.Equal(Private | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        Assert.All(Directory.GetFiles(directory, "*", SearchOption.AllDirectories), file => Assert.Equal(
            (file, Private), (file, File.GetUnixFileMode(file))));
        Assert.All(Directory.GetDirectories(directory, "*", SearchOption.AllDirectories), folder => Assert.Equal(
            (folder, Private | UnixFileMode.UserExecute), (folder, File.GetUnixFileMode(folder))));
    }
}
