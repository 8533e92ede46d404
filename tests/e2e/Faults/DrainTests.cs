using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>SIGTERM under load answers what is in flight, loses nothing that was acknowledged, and ends with 0.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class DrainTests(ITestOutputHelper output)
{
    private const int Writers = 6;

    private static int Trials => Environment.GetEnvironmentVariable("ONELEAD_LONG") is { Length: > 0 } ? 10 : 2;

    [Fact]
    public async Task After_SIGTERM_requests_in_flight_are_answered_and_uploads_are_given_back()
    {
        using var data = new DataDirectory();
        var writers = Enumerable.Range(0, Writers).Select(i => new Writer(i)).ToArray();
        var import = "";
        for (var trial = 0; trial < Trials; trial++)
        {
            await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
            await HoldsAsync(server, writers, import);
            import = await StopUnderLoadAsync(server, data, writers, trial);
        }

        await using var last = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        await HoldsAsync(last, writers, import);
        var report = await last.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
        Assert.Equal(0, await last.TerminateAsync());
        output.WriteLine($"{Trials} stops, {writers.Sum(w => w.Acknowledged.Count)} events acknowledged, none lost.");
    }

    [PostgresFact]
    public async Task A_server_whose_database_is_gone_ends_in_time()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        using var data = new DataDirectory { Storage = postgres.ConnectionString };
        data.Environment["ONELEAD__Drain"] = "6";
        await using var server = await RunningServer.StartAsync(data, null, "--as-of", "2025-10-29");
        await postgres.KillAsync();
        var watch = Stopwatch.StartNew();
        await server.TerminateAsync();
        Assert.True(watch.Elapsed.TotalSeconds < 12, $"{watch.Elapsed}\n{server.Log}");
    }

    /// <returns>The import that ran.</returns>
    private static async Task<string> StopUnderLoadAsync(RunningServer server, DataDirectory data, Writer[] writers, int trial)
    {
        var load = writers.Select(w => w.SendUntilRefusedAsync(server)).ToArray();
        var import = (await UploadAsync(server, 40_000, trial)).GetProperty("id").GetString()!;
        await Wait.UntilAsync("the import runs",
            async () => (await server.GetAsync($"/api/v1/imports/{import}")).GetProperty("state").GetString() == "running");
        using var upload = await BeginUploadAsync(server);
        await using var dashboard = await HubAsync(server);
        var before = writers.Sum(w => w.Acknowledged.Count);
        await Wait.UntilAsync("the writers write", () => Task.FromResult(writers.Sum(w => w.Acknowledged.Count) > before + 100));

        var (signal, watch) = (Stopwatch.GetTimestamp(), Stopwatch.StartNew());
        var code = await server.TerminateAsync();

        Assert.True((code, watch.Elapsed.TotalSeconds < 20) == (0, true), $"{code} after {watch.Elapsed}\n{server.Log}");
        foreach (var failure in await Task.WhenAll(load))
        {
            Assert.True(failure is null || failure.Value.SentAt > signal,
                $"A request in flight was cut off: {failure?.Exception}\n{server.Log}");
        }
        var answer = await ReadToEndAsync(upload);
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: ", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.Exists(data.File("uploads")) ? Directory.GetFiles(data.File("uploads")) : []);
        return import;
    }

    private static async Task HoldsAsync(RunningServer server, Writer[] writers, string import)
    {
        foreach (var writer in writers)
            await writer.FindsItsEventsAsync(server);
        if (import.Length == 0)
            return;
        var job = await server.GetAsync($"/api/v1/imports/{import}");
        Assert.True(job.GetProperty("state").GetString() == "done" || job.GetProperty("failure").GetString()!.StartsWith(
            "OneLead was stopped.", StringComparison.Ordinal), job.GetRawText());
    }

    private static async Task<JsonElement> UploadAsync(RunningServer server, int rows, int trial)
    {
        var table = new StringBuilder("customer_id,name\n");
        for (var row = 0; row < rows; row++)
            table.Append(CultureInfo.InvariantCulture, $"{trial}-{row},Selwick {row}\n");
        using var form = new MultipartFormDataContent { { new StringContent(table.ToString()), "file", "customers.csv" } };
        using var answer = await server.Http.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    // A megabyte is announced, and little of it is sent.
    private static async Task<TcpClient> BeginUploadAsync(RunningServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v1/imports?fileName=slow.xlsx HTTP/1.1\r\nHost: {server.Address.Authority}\r\n"
            + $"Content-Type: application/octet-stream\r\nContent-Length: 1000000\r\n\r\n{new string('x', 10_000)}"));
        return client;
    }

    private static async Task<LiveClient> HubAsync(RunningServer server)
    {
        var client = await LiveClient.ConnectAsync(server.Address);
        await client.WatchAsync("portfolio");
        return client;
    }

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var text = new StringBuilder();
        var buffer = new char[4_096];
        try
        {
            while (await reader.ReadAsync(buffer) is var read and > 0)
                text.Append(buffer, 0, read);
        }
        catch (IOException)
        {
            // What it did not send is not read.
        }
        return text.ToString();
    }

    /// <summary>Sends events one request after the other and remembers what was acknowledged.</summary>
    private sealed class Writer(int number)
    {
        private int _sent, _found;

        public ConcurrentQueue<(JsonObject Event, long Sequence)> Acknowledged { get; } = new();

        /// <returns>When a request was sent that got no answer; null if all were answered.</returns>
        public async Task<(long SentAt, Exception Exception)?> SendUntilRefusedAsync(RunningServer server)
        {
            using var http = new HttpClient { BaseAddress = server.Address };
            while (true)
            {
                var events = Enumerable.Range(0, 5).Select(_ => Next()).ToArray();
                var sentAt = Stopwatch.GetTimestamp();
                try
                {
                    using var answer = await http.PostAsJsonAsync("/api/v1/events", new JsonArray([.. events.Select(e => e.DeepClone())]));
                    if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                        continue;
                    if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                    {
                        Assert.NotNull(answer.Headers.RetryAfter);
                        return null;
                    }
                    answer.EnsureSuccessStatusCode();
                    var accepted = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("events").EnumerateArray();
                    foreach (var (sent, row) in events.Zip(accepted))
                        Acknowledged.Enqueue((sent, row.GetProperty("sequence").GetInt64()));
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    return (sentAt, e);
                }
            }
        }

        /// <summary>Sends again what was acknowledged since the last time: none of it is new.</summary>
        public async Task FindsItsEventsAsync(RunningServer server)
        {
            foreach (var batch in Acknowledged.Skip(_found).Chunk(500))
            {
                var answer = await server.PostAsync("/api/v1/events", new JsonArray([.. batch.Select(e => e.Event.DeepClone())]));
                Assert.Equal(batch.Select(e => (e.Sequence, false)), answer.GetProperty("events").EnumerateArray()
                    .Select(e => (e.GetProperty("sequence").GetInt64(), e.GetProperty("new").GetBoolean())));
            }
            _found = Acknowledged.Count;
        }

        private JsonObject Next() => new()
        {
            ["kind"] = "item",
            ["territory"] = "56088",
            ["source"] = "drain",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{number}/{++_sent}"),
            ["data"] = new JsonObject
            {
                ["serial"] = string.Create(CultureInfo.InvariantCulture, $"DRAIN{number}-{_sent % 200}"),
                ["productName"] = "HP DL360p Gen8 8-SFF CTO Server",
                ["endOfLife"] = $"20{10 + _sent % 12}-07-01",
            },
        };
    }
}
