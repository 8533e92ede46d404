using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OneLead.Web.Tests.Api;

/// <summary>
/// Sends mutated requests to every route of the OpenAPI document. None is answered with a 5xx, and every refusal is a problem
/// document. The seed is fixed; with ONELEAD_LONG set it runs for minutes.
/// </summary>
public sealed class RouteFuzzTests : IAsyncLifetime
{
    private const int Seed = 20251029;

    private static readonly TimeSpan Duration =
        Environment.GetEnvironmentVariable("ONELEAD_LONG") is null ? TimeSpan.FromSeconds(12) : TimeSpan.FromMinutes(5);

    private static readonly string[] Garbage =
    [
        "", " ", "null", "-1", "0", "1e999", "99999999999999999999", "true", "\\", "'", "\"", "<x>", "%00",
        "%ff%fe", "%ED%A0%80", "..%2f..",
        "2025-13-45", "9999-12-31", "0001-01-01", "today+999999999999", "a:b:c:d", "*", "W/\"1\"", "\"1\"", "é", "\ud83d\ude00",
        new('x', 300), new('9', 1_000),
    ];

    private static readonly string[] Values =
    [
        "null", "[]", "{}", "[null]", "{\"a\":null}", "\"\"", "\"x\"", "-1", "1e308", "79228162514264337593543950335", "true",
        "\"\\ud800\"",
        "\"2025-10-29\"", "\"9999-12-31\"", "[[[[[[]]]]]]", "\"hpe:FUZZ1:renewal\"", "\"territory:56088\"",
        $"\"{new string('y', 5_000)}\"",
    ];

    private static readonly string[] Properties =
    [
        "commands", "id", "status", "assignee", "snoozeUntil", "note", "by", "reason", "version", "undo", "until", "day", "key", "to",
        "into", "kind", "data",
        "entity", "account", "territory", "occurredAt", "events", "source", "customerId", "name", "opportunityId", "fields",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("If-Match", ["*", "\"1\"", "\"99999999999\"", "abc", "W/\"1\"", ""]),
        ("Idempotency-Key", ["k1", new('k', 201), "", "k 2"]),
        ("Content-Encoding", ["gzip", "gzpi", "br", "identity"]),
        ("X-Correlation-Id", ["a", "a b", new('c', 500)]),
        ("Accept", ["text/csv", "nothing", "*/*;q=2"]),
        ("Origin", ["null", "http://example.com"]),
        ("Range", ["bytes=0-1", "bytes=x"]),
        ("If-None-Match", ["*", "x"]), ("X-HTTP-Method-Override", ["DELETE"]), ("Expect", ["something"]),
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=utf-7x", "application/json; charset=utf-16", "application/json; charset=shift_jis",
        "text/plain", "application/octet-stream", "multipart/form-data", "multipart/form-data; boundary=x", "application/cloudevents+json",
        "application/cloudevents-batch+json", "application/x-www-form-urlencoded", "nonsense", "application/problem+json",
    ];

    private readonly ServerFixture _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.ItemAsync("FUZZ1");
        Webhooks.WebhookFixture.Configure(_server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task No_mutated_request_is_answered_with_an_error_of_the_server_or_without_a_reason()
    {
        var random = new Random(Seed);
        var routes = await RoutesAsync();
        Assert.True(routes.Count > 50);
        var (clock, sent, statuses, faults) = (TimeProvider.System, 0, new SortedDictionary<int, int>(), new List<string>());
        var start = clock.GetTimestamp();
        while (clock.GetElapsedTime(start) < Duration || sent < routes.Count)
        {
            var (method, path, parameters) = routes[sent++ % routes.Count];
            using var request = Request(method, path, parameters, random);
            var headers = string.Join("; ", request.Headers.NonValidated.Select(h => $"{h.Key}: {h.Value}"));
            var body = request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync());
            var text = $"{request.Method} {request.RequestUri} [{headers}] {request.Content?.Headers.ContentType} {body}";
            using var answer = await _server.Http.SendAsync(request);
            var status = (int)answer.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            if (await FaultAsync(answer) is { } fault)
                faults.Add($"{fault} {text[..Math.Min(text.Length, 300)]}");
        }
        var shown = string.Join('\n', faults.DistinctBy(f => f[..Math.Min(40, f.Length)]).Take(40));
        Assert.True(faults.Count == 0, $"{faults.Count} of {sent}:\n{shown}");
        // The mutations reach the code behind the checks, and the checks.
        Assert.True(
            statuses.GetValueOrDefault(200) > sent / 20 && statuses.GetValueOrDefault(400) > sent / 50, string.Join(", ", statuses));
        Assert.Equal(HttpStatusCode.OK, (await _server.Http.GetAsync("/api/v1/leads")).StatusCode);
    }

    [Fact]
    public async Task A_list_refuses_every_parameter_that_it_cannot_understand()
    {
        string[] any = ["text", "account", "territory", "family", "assignee", "source", "category", "tier"];
        foreach (var (method, path, parameters) in await RoutesAsync())
        {
            var isList = path is "/api/v1/leads" or "/api/v1/accounts" or "/api/v1/territories" or "/api/v1/imports"
                or "/api/v1/dead-letters" or "/api/v1/entities/{kind}";
            if (method != "GET" || !isList)
                continue;
            // Entities are sorted by any field, and lists document the format of their exports.
            string[] free = path == "/api/v1/entities/{kind}" ? [.. any, "sort"] : [.. any, "format"];
            foreach (var name in parameters.Except(free))
            {
                using var answer = await _server.Http.GetAsync($"{Filled(path)}?{name}=~garbage~");
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{path}?{name}: {answer.StatusCode}");
            }
        }
    }

    [Theory]
    [InlineData("/api/v1/events")]
    [InlineData("/api/v1/imports?fileName=a.csv")]
    [InlineData("/api/v1/leads/commands")]
    [InlineData("/api/v1/webhooks/standard")]
    public async Task A_wrong_chunk_size_is_refused_with_a_reason(string path)
    {
        using var client = new TcpClient(_server.Address.Host, _server.Address.Port);
        var type = path.Contains("imports", StringComparison.Ordinal) ? "application/octet-stream" : "application/json";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "ZZ\r\n{}\r\n0\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    private async Task<List<(string Method, string Path, string[] Parameters)>> RoutesAsync()
    {
        var document = JsonNode.Parse(await _server.Http.GetStringAsync("/openapi/v1.json"))!;
        return
        [
            .. document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (
                o.Key.ToUpperInvariant(), p.Key,
                (string[])[.. (o.Value!["parameters"]?.AsArray() ?? []).Where(q => q!["in"]!.GetValue<string>() == "query")
                    .Select(q => q!["name"]!.GetValue<string>())]))),
        ];
    }

    private static async Task<string?> FaultAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status >= 500)
            return $"{status}";
        if (status < 400)
        {
            await answer.Content.ReadAsByteArrayAsync();
            return null;
        }
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"{status} is {answer.Content.Headers.ContentType?.MediaType ?? "empty"}";
        if (answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is null)
            return "429 without Retry-After";
        if (answer.RequestMessage!.Method == HttpMethod.Head)
            return null;
        var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        return problem.RootElement.TryGetProperty("status", out var named) && named.GetInt32() == status
            && problem.RootElement.TryGetProperty("title", out _) ? null : $"{status} names another status";
    }

    private static string Filled(string path) => path
        .Replace("{kind}", "item", StringComparison.Ordinal).Replace("{source}", "standard", StringComparison.Ordinal)
        .Replace("{id}", path.Contains("dead-letters", StringComparison.Ordinal) ? "1"
            : path.Contains("leads", StringComparison.Ordinal) ? "hpe:FUZZ1:renewal"
            : path.Contains("items", StringComparison.Ordinal) && !path.Contains("accounts", StringComparison.Ordinal) ? "hpe:FUZZ1"
            : "territory:56088", StringComparison.Ordinal);

    private static HttpRequestMessage Request(string method, string path, string[] parameters, Random random)
    {
        T Any<T>(T[] of) => of[random.Next(of.Length)];
        // The server's parser refuses a path with %00 before any of our code runs.
        path = random.Next(6) == 0
            ? Regex.Replace(path, @"\{\w+\}", _ => Any(Garbage) is var garbage && garbage != "%00" ? Escaped(garbage) : "x")
            : Filled(path);
        if (random.Next(20) == 0)
            path = path.ToUpperInvariant();
        List<string> query = [];
        foreach (var name in parameters.Where(_ => random.Next(3) == 0))
            query.Add($"{name}={Escaped(Any(Garbage))}");
        if (random.Next(10) == 0)
            query.Add($"{Escaped(Any(Garbage))}={Escaped(Any(Garbage))}");
        var request = new HttpRequestMessage(
            new HttpMethod(random.Next(40) == 0 ? Any(["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST"]) : method),
            path + (query.Count > 0 ? "?" + string.Join('&', query) : ""));
        foreach (var (name, values) in Headers.Where(_ => random.Next(8) == 0))
            request.Headers.TryAddWithoutValidation(name, Any(values));
        if (method is not "GET" and not "OPTIONS" && random.Next(10) > 0)
        {
            request.Content = new ByteArrayContent(Body(random));
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type", random.Next(4) > 0 ? "application/json" : Any(ContentTypes));
        }
        return request;

        // Escapes are garbage of their own.
        static string Escaped(string text) => text.Contains('%', StringComparison.Ordinal) ? text : Uri.EscapeDataString(text);
    }

    private static byte[] Body(Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                var bytes = new byte[random.Next(200)];
                random.NextBytes(bytes);
                return bytes;
            case 1:
                return Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
            default:
                var members = Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
                    $"\"{Properties[random.Next(Properties.Length)]}\":{Values[random.Next(Values.Length)]}").ToList();
                if (random.Next(3) == 0)
                    members.Add(
                        $"\"commands\":[{{\"id\":\"hpe:FUZZ1:renewal\",{string.Join(',', members)}}},"
                        + $"{Values[random.Next(Values.Length)]}]");
                if (random.Next(4) == 0)
                    members.Add($"\"kind\":\"contact\",\"territory\":\"1\",\"id\":\"f{random.Next(100)}\",\"entity\":\"f\"");
                var text = $"{{{string.Join(',', members)}}}";
                return Encoding.UTF8.GetBytes(random.Next(12) == 0 ? text[..random.Next(text.Length)] : text);
        }
    }
}
