using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OneLead.Bench.Running;

/// <summary>The program in a separate process with its own data directory.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly Lazy<string> Program = new(Build);

    private readonly Process _process;
    private readonly DirectoryInfo _data;
    private readonly bool _keepsData;

    private ServerProcess(Process process, DirectoryInfo data, bool keepsData, Uri address) =>
        (_process, _data, _keepsData, Http) = (
            process, data, keepsData, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) });

    public HttpClient Http { get; }

    public string Data => _data?.FullName ?? throw new InvalidOperationException("It was started without a directory.");

    public int ProcessId => _process.Id;

    /// <summary>Starts the program and waits until it is ready.</summary>
    /// <param name="kept">A data directory to keep; null for a temporary one.</param>
    /// <param name="storage">The connection string of a store on PostgreSQL; null for the embedded store.</param>
    public static async Task<ServerProcess> StartAsync(DateOnly day, DirectoryInfo? kept = null, string? storage = null)
    {
        var data = kept ?? Directory.CreateTempSubdirectory("onelead-bench-server-");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Program.Value, "--no-sample", "--as-of", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                "--urls", address.ToString(),
            ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ONELEAD__Data"] = data.FullName;
        if (storage is not null)
            start.Environment["ONELEAD__Storage"] = storage;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var server = new ServerProcess(Process.Start(start)!, data, kept is not null, address);
        server._process.OutputDataReceived += (_, line) => Console.Error.Write(
            line.Data is { Length: > 0 } text ? $"  server: {text}\n" : "");
        server._process.BeginOutputReadLine();
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Uploads a workbook and returns the import's id.</summary>
    public async Task<string> UploadAsync(string path)
    {
        await using var file = File.OpenRead(path);
        using var body = new StreamContent(file);
        body.Headers.ContentType = new("application/octet-stream");
        using var answer = await Http.PostAsync(new Uri($"/api/v1/imports?fileName={Path.GetFileName(path)}", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Waits until an import has ended and returns its report.</summary>
    public async Task<JsonElement> ImportedAsync(string id)
    {
        while (true)
        {
            var job = await Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/imports/{id}", UriKind.Relative));
            switch (job.GetProperty("state").GetString())
            {
                case "done":
                    return job.GetProperty("report");
                case "failed":
                    throw new InvalidOperationException(job.GetProperty("failure").GetString());
            }
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until every accepted event has been applied by its account.</summary>
    public async Task SettleAsync()
    {
        while (!NothingWaits().IsMatch(await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative))))
            await Task.Delay(20);
    }

    /// <summary>Ends the process with SIGKILL: no handler runs, nothing is flushed.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_keepsData)
            return;
        _data.Delete(recursive: true);
        File.Delete(_data.FullName + ".key");
    }

    private async Task ReadyAsync()
    {
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with code {_process.ExitCode}.");
            try
            {
                using var answer = await Http.GetAsync(new Uri("/readyz", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // The program does not listen yet.
            }
            await Task.Delay(10);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Published once, as by ./run, so that it does not change during a measurement.
    private static string Build()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OneLead.Grains.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout.");
        var run = Path.Combine(folder.FullName, "run");
        using var building = Process.Start(new ProcessStartInfo(run, ["--help"]) { RedirectStandardOutput = true })!;
        building.StandardOutput.ReadToEnd();
        building.WaitForExit();
        return building.ExitCode == 0
            ? Path.Combine(folder.FullName, "artifacts", "publish", "onelead", "onelead.dll")
            : throw new InvalidOperationException($"{run} ended with code {building.ExitCode}.");
    }

    // Versions of the exporter differ in whether they write empty labels.
    [GeneratedRegex(@"^onelead_ingest_waiting(\{\})? 0\r?$", RegexOptions.Multiline)]
    private static partial Regex NothingWaits();
}
