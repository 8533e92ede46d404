using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneLead.Testing;

/// <summary>A server in a process of its own. It is killed at the end, whatever became of the test.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private const int KeptLines = 200;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private bool _isKilled, _isDisposed;

    private RunningServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Starts a server and waits until it can answer.</summary>
    /// <param name="urls">Where to listen; null: on any free port.</param>
    public static async Task<RunningServer> StartAsync(DataDirectory data, string? urls = null, params string[] arguments)
    {
        var server = new RunningServer(OneLeadProgram.Start(data, ["--urls", urls ?? "http://127.0.0.1:0", .. arguments]));
        try
        {
            await server.ReadyAsync(data);
            return server;
        }
        catch
        {
            server._isKilled = true;
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return await ReadAsync(answer);
    }

    public async Task<JsonElement> PostAsync(string path, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await Http.SendAsync(request);
        return await ReadAsync(answer);
    }

    /// <summary>All rows of a list.</summary>
    public async Task<JsonElement[]> AllAsync(string path)
    {
        var rows = new List<JsonElement>();
        for (string? next = ""; next is not null;)
        {
            var page = await GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}limit=500{(next.Length > 0 ? "&cursor=" + next : "")}");
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        return [.. rows];
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _isKilled = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <param name="signal">Such as STOP.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM, waits for the end, and returns the exit code.</summary>
    public async Task<int> TerminateAsync(int seconds = 60)
    {
        _isKilled = true;
        await SignalAsync("TERM");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <exception cref="InvalidOperationException">It had ended by itself.</exception>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Http?.Dispose();
        var endedAs = _process.HasExited && !_isKilled ? _process.ExitCode : (int?)null;
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        if (endedAs is { } code)
            throw new InvalidOperationException($"The server ended by itself with {code}.\n{Log}");
    }

    private async Task ReadyAsync(DataDirectory data)
    {
        var address = await Wait.ForAsync(() => $"the server says where it listens: {Log}",
            async () => Ended() ?? await AddressInAsync(data), data.ReadyWithin);
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
        await Wait.UntilAsync(() => $"the server is ready: {Log}",
            async () => Ended() is null && (await Http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode,
            data.ReadyWithin);

        string? Ended() =>
            _process.HasExited ? throw new InvalidOperationException($"The server ended with {_process.ExitCode}.\n{Log}") : null;
    }

    // The file of a server that was killed is still there until the next one writes its own.
    private async Task<string?> AddressInAsync(DataDirectory data)
    {
        try
        {
            using var file = JsonDocument.Parse(await File.ReadAllTextAsync(data.File("server.json")));
            return file.RootElement.GetProperty("pid").GetInt32() == _process.Id ? file.RootElement.GetProperty("url").GetString() : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new HttpRequestException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode}\n{text}",
                null, answer.StatusCode);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        while (_log.Count > KeptLines)
            _log.TryDequeue(out _);
    }
}
