using System.Diagnostics;

namespace OneLead.EndToEnd.Tests.Upgrade;

/// <summary>The program of a former commit, built in a temporary folder.</summary>
internal sealed class FormerBuild : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onelead-former-");

    private FormerBuild(string commit) => Commit = commit;

    public string Commit { get; }

    public string Program => Path.Combine(_folder.FullName, "artifacts", "bin", "OneLead.Web", "debug", "onelead.dll");

    /// <summary>False for versions without authors and audit rows: their nodes must all stop before one of this version starts.</summary>
    public bool CanRunBesideThis =>
        File.Exists(Path.Combine(_folder.FullName, "storage", "Postgres", "Migrations", "0005-audit.sql"));

    /// <summary>The commit of <c>ONELEAD_UPGRADE_FROM</c>; else the last release, or the former commit if there is none.</summary>
    public static async Task<FormerBuild> BuildAsync()
    {
        var name = Environment.GetEnvironmentVariable("ONELEAD_UPGRADE_FROM") is { Length: > 0 } given ? given
            : await RunAsync("git describe --tags --abbrev=0 HEAD~1 2>/dev/null || echo HEAD~1");
        var build = new FormerBuild(await RunAsync($"git rev-parse --short {name}"));
        try
        {
            await RunAsync(
                $"git archive {build.Commit} | tar -x -C {build._folder.FullName} && cd {build._folder.FullName} && "
                + "dotnet build web --disable-build-servers --tl:off -v quiet >&2");
            return build;
        }
        catch
        {
            build.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Returns what it wrote.
    private static async Task<string> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "set -o pipefail; " + script])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root,
        })!;
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, $"{script}: {await output}{await errors}");
        return (await output).Trim();
    }
}
