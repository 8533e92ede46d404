using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Deploy;

/// <summary>A Prometheus of a test's own, which looks at one server every half second as job <c>onelead</c>.</summary>
internal sealed class PrivatePrometheus : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("onelead-prometheus-");
    private readonly HttpClient _http;
    private readonly Process _process;

    private PrivatePrometheus(Uri server)
    {
        var address = $"127.0.0.1:{FreePort.Next()}";
        var file = System.IO.Path.Combine(_directory.FullName, "prometheus.yml");
        File.WriteAllText(file, $$"""
            global: { scrape_interval: 500ms, scrape_timeout: 500ms }
            scrape_configs:
              - job_name: onelead
                static_configs: [ { targets: ["{{server.Authority}}"] } ]
            """);
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
        string[] arguments =
        [
            $"--config.file={file}", $"--storage.tsdb.path={_directory.FullName}/data", $"--web.listen-address={address}",
            "--log.level=error",
        ];
        _process = Process.Start(new ProcessStartInfo(Tools.Prometheus, arguments) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public static async Task<PrivatePrometheus> StartAsync(RunningServer server)
    {
        var prometheus = new PrivatePrometheus(server.Address);
        await Wait.UntilAsync("Prometheus has looked twice",
            async () => await prometheus.TryQueryAsync("count_over_time(up[1m]) >= 2") is { } found && found.GetArrayLength() > 0);
        return prometheus;
    }

    /// <summary>The result of a query.</summary>
    /// <exception cref="InvalidOperationException">Prometheus refuses it; the message says why.</exception>
    public async Task<JsonElement> QueryAsync(string query)
    {
        using var answer = await _http.GetAsync(new Uri("/api/v1/query?query=" + Uri.EscapeDataString(query), UriKind.Relative));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("status").GetString() == "success"
            ? body.GetProperty("data").GetProperty("result")
            : throw new InvalidOperationException($"{query}: {body.GetProperty("error").GetString()}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<JsonElement?> TryQueryAsync(string query)
    {
        try
        {
            return await QueryAsync(query);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
