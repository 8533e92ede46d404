using System.Diagnostics;
using Npgsql;

namespace OneLead.Bench.Rescoring;

/// <summary>A private PostgreSQL server in a temporary directory, reached through a Unix socket.</summary>
internal sealed class BenchmarkPostgres : IAsyncDisposable
{
    private static readonly string[] Places =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/lib/postgresql/15/bin",
    ];

    private readonly DirectoryInfo _directory;
    private readonly NpgsqlDataSource _source;

    private BenchmarkPostgres(DirectoryInfo directory, NpgsqlDataSource source) => (_directory, _source) = (directory, source);

    /// <summary>The directory of initdb, postgres and pg_ctl; null if PostgreSQL is not installed.</summary>
    private static string? Programs { get; } = Places.FirstOrDefault(
        p => File.Exists(Path.Combine(p, "initdb")) && File.Exists(Path.Combine(p, "pg_ctl")));

    public static async Task<BenchmarkPostgres?> StartAsync()
    {
        if (Programs is null)
            return null;
        var directory = Directory.CreateTempSubdirectory("onelead-bench-pg-");
        if (Environment.IsPrivilegedProcess)
            Check(Process.Start("chown", ["postgres", directory.FullName]));
        Run("initdb", "-D", directory.FullName + "/data", "-U", "postgres", "-A", "trust", "--locale=C", "-E", "UTF8");
        Run(
            "pg_ctl", "-D", directory.FullName + "/data", "-w", "-l", directory.FullName + "/log", "-o",
            $"-c listen_addresses='' -c unix_socket_directories={directory.FullName} -c shared_buffers=512MB -c max_wal_size=8GB", "start");
        var server = new BenchmarkPostgres(
            directory, NpgsqlDataSource.Create($"Host={directory.FullName};Username=postgres;Database=postgres;Command Timeout=600"));
        await server.ExecuteAsync("SELECT 1");
        return server;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        Run("pg_ctl", "-D", _directory.FullName + "/data", "-m", "immediate", "stop");
        _directory.Delete(recursive: true);
    }

    // PostgreSQL refuses to run as root, so the user postgres runs it.
    private static void Run(string program, params string[] arguments)
    {
        var path = Path.Combine(Programs!, program);
        Check(Process.Start(Environment.IsPrivilegedProcess
            ? new ProcessStartInfo(
                "runuser", ["-u", "postgres", "--", path, .. arguments])
            { RedirectStandardOutput = true, WorkingDirectory = "/" }
            : new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true }));
    }

    private static void Check(Process? process)
    {
        process!.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{process.StartInfo.FileName} ended with code {process.ExitCode}.");
    }
}
