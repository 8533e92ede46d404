using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace OneLead.Testing;

/// <summary>
/// A PostgreSQL server of one's own for tests and benchmarks: on a directory and a port of its own, with fsync on, and with
/// nothing left behind. It can be killed as a power cut would.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _directory;
    private readonly string[] _settings;
    private Process? _server;

    private PrivatePostgres(DirectoryInfo directory, int port, string[] settings)
    {
        (_directory, Port, _settings) = (directory, port, settings);
        AppDomain.CurrentDomain.ProcessExit += Exit;
    }

    /// <summary>Why no server can be started here; null when one can.</summary>
    public static string? Missing { get; } =
        Programs() is null ? "PostgreSQL's programs are not installed (Debian: apt-get install postgresql)" : null;

    public int Port { get; }

    /// <summary>The server's process, and those of its sessions and background work; empty if it is stopped.</summary>
    public IReadOnlyList<int> ProcessIds => _server is { HasExited: false } server ? [server.Id, .. ChildrenOf(server.Id)] : [];

    /// <summary>Over TCP on the loopback, as the superuser, who needs no password.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres";

    /// <summary>Over the socket in its directory.</summary>
    public string SocketConnectionString =>
        $"Host={_directory.FullName};Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres";

    /// <summary>The server's own log.</summary>
    public string LogFile => Path.Combine(_directory.FullName, "log");

    /// <summary>Makes a cluster and starts it.</summary>
    /// <param name="settings">Beside PostgreSQL's defaults, <c>wal_level=logical</c>.</param>
    /// <exception cref="InvalidOperationException">It is not installed (see <see cref="Missing"/>), or does not start.</exception>
    public static Task<PrivatePostgres> StartAsync(params string[] settings) => StartAsync(
        data => RunAsync(AsPostgres("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--locale=C", "-E", "UTF8")), settings);

    /// <summary>Starts another server on a base backup of this one and on the log that this one has archived.</summary>
    /// <param name="backup">A folder that <see cref="BackUpAsync"/> has made.</param>
    /// <param name="time">Nothing that was committed later is restored.</param>
    public Task<PrivatePostgres> RestoreAsync(string backup, DateTime time) => StartAsync(
        async data =>
        {
            await RunAsync(AsUser("cp", "--archive", backup, data));
            await RunAsync(AsUser("touch", Path.Combine(data, "recovery.signal")));
        },
        $"restore_command=cp {Archive}/%f %p",
        string.Create(CultureInfo.InvariantCulture, $"recovery_target_time={time:yyyy-MM-dd HH:mm:ss.ffffff}+00"),
        "recovery_target_action=promote");

    /// <summary>Makes a base backup while the server runs.</summary>
    /// <returns>The backup's folder.</returns>
    public async Task<string> BackUpAsync()
    {
        var folder = Path.Combine(_directory.FullName, "backup");
        await RunAsync(AsPostgres("pg_basebackup", "-D", folder, "-d", $"host=127.0.0.1 port={Port} user=postgres", "--checkpoint=fast"));
        return folder;
    }

    private static async Task<PrivatePostgres> StartAsync(Func<string, Task> create, params string[] settings)
    {
        if (Missing is not null)
            throw new InvalidOperationException(Missing);
        var directory = Directory.CreateTempSubdirectory("onelead-postgres-");
        var postgres = new PrivatePostgres(directory, FreePort.Next(), settings);
        try
        {
            if (Environment.IsPrivilegedProcess)
                await RunAsync("chown", "postgres", directory.FullName);
            await create(postgres.Data);
            await postgres.StartAsync();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server that was stopped or killed, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["-D", Data, "-p", port, "-c", "listen_addresses=127.0.0.1", "-c",
            $"unix_socket_directories={_directory.FullName}", "-c", "logging_collector=on", "-c", $"log_directory={_directory.FullName}",
            "-c", "log_filename=log", "-c", $"archive_command=mkdir -p {Archive} && cp %p {Archive}/%f",
            .. _settings.SelectMany(s => (string[])["-c", s])];
        _server = Process.Start(AsPostgres("postgres", arguments))!;
        _server.OutputDataReceived += (_, _) => { };
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=5");
                await connection.OpenAsync();
                return;
            }
            catch (Exception e) when (e is NpgsqlException or SocketException && !_server.HasExited
                && Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(20);
            }
            catch (NpgsqlException e)
            {
                throw new InvalidOperationException(
                    $"PostgreSQL did not start; {LogFile} says: "
                    + $"{(File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile) : "nothing")}",
                    e);
            }
        }
    }

    /// <summary>SIGKILL to the server and all its sessions at one instant: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        if (_server is not { HasExited: false } server)
            return;
        // Stopped first, so that it neither starts sessions nor notices that they die.
        await SignalAsync("-STOP", [server.Id]);
        var all = ProcessIds;
        await SignalAsync("-KILL", all);
        await server.WaitForExitAsync();
        foreach (var id in all.Skip(1))
        {
            for (var started = Stopwatch.GetTimestamp(); Directory.Exists($"/proc/{id}") && Stopwatch.GetElapsedTime(started) < Patience;)
                await Task.Delay(5);
        }
        _server = null;
    }

    /// <summary>Stops it as an administrator would who does not wait: sessions are ended, what is committed is safe.</summary>
    public async Task StopAsync()
    {
        if (_server is not { HasExited: false } server)
            return;
        await SignalAsync("-INT", [server.Id]);
        await server.WaitForExitAsync();
        _server = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Runs a statement as the superuser.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Command Timeout=600");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The one value of a query, asked as the superuser.</summary>
    public async Task<object> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())!;
    }

    /// <summary>The texts of a query's first column, asked as the superuser.</summary>
    public async Task<List<string>> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Command Timeout=600");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
            texts.Add(reader.GetString(0));
        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Exit;
        await KillAsync();
        if (_directory.Exists)
            _directory.Delete(recursive: true);
    }

    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    private void Exit(object? sender, EventArgs e) => Dispose();

    private string Data => Path.Combine(_directory.FullName, "data");

    // Used with archive_mode=on.
    private string Archive => Path.Combine(_directory.FullName, "archive");

    private static string? Programs() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderDescending(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [])
            .FirstOrDefault(p => ((string[])["initdb", "postgres", "pg_basebackup"]).All(program => File.Exists(Path.Combine(p, program))));

    private static ProcessStartInfo AsPostgres(string program, params string[] arguments) =>
        AsUser(Path.Combine(Programs()!, program), arguments);

    // PostgreSQL refuses to run as root: its own user runs it then, in the very process that we start.
    private static ProcessStartInfo AsUser(string program, params string[] arguments) => new(
        Environment.IsPrivilegedProcess ? "setpriv" : program,
        Environment.IsPrivilegedProcess
            ? ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", program, .. arguments]
            : arguments)
    {
        RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
    };

    private static Task RunAsync(string program, params string[] arguments) =>
        RunAsync(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with code {process.ExitCode}: {await error}{await output}");
    }

    // One that has gone meanwhile needs no signal.
    private static async Task SignalAsync(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [signal, .. processes.Select(p => p.ToString(CultureInfo.InvariantCulture))])
            {
                RedirectStandardError = true,
            })!;
        await kill.WaitForExitAsync();
    }

    private static IEnumerable<int> ChildrenOf(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ParentOf(folder) == parent)
                yield return id;
        }
    }

    // "id (name) state parent …": the name may have spaces and brackets.
    private static int? ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException) { return null; }
    }
}
