using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Testing.Senders;
using OneLead.Sources.Configuration;
using OneLead.Sources.Admission;
using OneLead.Web.Tests.Webhooks;

namespace OneLead.Web.Tests.Intake;

/// <summary>A server of its own that takes two requests at a time and sets 100,000 bytes aside for them.</summary>
public sealed class IntakeTests : IAsyncLifetime
{
    private const string Events = "/api/v1/events";

    private readonly ServerFixture _server = new()
    {
        Settings = new()
        {
            ["OneLead:MaxIntakeRequests"] = "2", ["OneLead:MaxIntakeBytes"] = "100000", ["OneLead:MaxIntakeWorkBytes"] = "50000",
        },
        // Stopped within moments of its start, a server may wait for its full time to shut down.
        StopWithin = TimeSpan.FromSeconds(2),
    };

    private HttpClient Http => _server.Http;

    private AdmissionControl Admission => _server.Services.GetRequiredService<AdmissionControl>();

    public ValueTask InitializeAsync()
    {
        SourcesFile.Write(
            Path.Combine(_server.Data, SourcesFile.Name), Sender.All.Select(s => s.Source() with { Name = s.Format }));
        return _server.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Beyond_the_requests_that_it_takes_others_are_refused_until_one_is_answered()
    {
        var body = Item("A1");
        using var first = await BegunAsync(body.Length);
        using var second = await BegunAsync(body.Length);
        await RefusedAsync(await Http.PostAsync(Events, Json(Item("A2"))));
        await RefusedAsync(await Http.SendAsync(Sender.Of("hubspot")
            .Send("[]"u8.ToArray(), WebhookFixture.Now, Sender.Of("hubspot").Secret).Http("hubspot")));
        Assert.Contains(" 200 ", await first.EndAsync(body));
        await ServerFixture.UntilAsync(() => Task.FromResult(Admission.Requests == 1));
        Assert.Equal(HttpStatusCode.OK, (await Http.PostAsync(Events, Json(Item("A2")))).StatusCode);
        Assert.Contains(" 200 ", await second.EndAsync(Item("A3")));
        await IsEmptyAsync();
        var metrics = await Http.GetStringAsync("/metrics");
        Assert.Contains("onelead_intake_refused_total{bound=\"requests\"} 2", metrics);
        Assert.Contains("onelead_webhook_deliveries_total{outcome=\"overloaded\",source=\"hubspot\"} 1", metrics);
    }

    [Fact]
    public async Task What_a_body_may_be_is_set_aside_before_it_comes()
    {
        using var large = await BegunAsync(90_000);
        await RefusedAsync(await Http.PostAsync(Events, Json(Item("B1", new string('x', 20_000)))));
        // Of unknown length, it may be as large as the address takes.
        using var request = new HttpRequestMessage(HttpMethod.Post, Events)
        {
            Content = Json(Item("B1")),
            Headers = { TransferEncodingChunked = true },
        };
        await RefusedAsync(await Http.SendAsync(request));
        Assert.Equal(HttpStatusCode.OK, (await Http.PostAsync(Events, Json(Item("B1")))).StatusCode);
        large.Dispose();
        await IsEmptyAsync();
    }

    [Fact]
    public async Task One_that_is_alone_is_taken_whatever_its_size()
    {
        var answer = await Http.PostAsync(Events, Json("[" + string.Join(',', Enumerable.Range(0, 900).Select(i => Item($"C{i}"))) + "]"));
        Assert.Equal((HttpStatusCode.OK, 900),
            (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accepted").GetInt32()));
        await IsEmptyAsync();
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_is_broken_off_leaves_nothing_behind()
    {
        using (var large = await HalfRequest.SendAsync(Http.BaseAddress!, 5 << 20))
            Assert.Contains(" 413 ", await large.EndAsync(""));
        using (await BegunAsync(1_000))
            Assert.Equal((1, 1_000), (Admission.Requests, Admission.ReservedBytes));
        Assert.Equal(HttpStatusCode.BadRequest, (await Http.PostAsync(Events, Json("{"))).StatusCode);
        await IsEmptyAsync();
    }

    [Fact]
    public async Task Slow_senders_give_their_place_to_others()
    {
        using var first = await BegunAsync(90_000);
        using var second = await BegunAsync(5_000);
        await RefusedAsync(await Http.PostAsync(Events, Json(Item("D1"))));
        await Task.Delay(TimeSpan.FromSeconds(2.2));
        Assert.Equal(HttpStatusCode.OK, (await Http.PostAsync(Events, Json(Item("D1")))).StatusCode);
        // The oldest has lost its place and is told; the other has kept its own.
        Assert.Contains(" 408 ", await first.EndAsync(""));
        Assert.Contains(" 200 ", await second.EndAsync(Item("D2").PadRight(5_000)));
        await IsEmptyAsync();
        Assert.Contains("onelead_intake_refused_total{bound=\"slow\"} 1", await Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private Task IsEmptyAsync() => ServerFixture.UntilAsync(
        () => Task.FromResult((Admission.Requests, Admission.ReservedBytes, Admission.ReceivedBytes) == (0, 0, 0)));

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(
                (HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1), "application/problem+json",
                    "https://onelead.dev/problems/overloaded"),
                (answer.StatusCode, answer.Headers.RetryAfter?.Delta, answer.Content.Headers.ContentType?.MediaType,
                    problem.GetProperty("type").GetString()));
        }
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Item(string serial, string name = "HP DL360p Gen8") =>
        $$$"""{"kind":"item","territory":"56088","id":"{{{serial}}}","data":{"serial":"{{{serial}}}","productName":"HP DL360p """
        + $$$"""Gen8","location":"{{{name}}}"}}""";

    /// <summary>A request whose head has come, and has been let in, and whose body has not.</summary>
    private async Task<HalfRequest> BegunAsync(int length)
    {
        var before = Admission.Requests;
        var request = await HalfRequest.SendAsync(Http.BaseAddress!, length);
        await ServerFixture.UntilAsync(() => Task.FromResult(Admission.Requests == before + 1));
        return request;
    }

    private sealed class HalfRequest(TcpClient client) : IDisposable
    {
        public static async Task<HalfRequest> SendAsync(Uri server, int length)
        {
            var client = new TcpClient();
            await client.ConnectAsync(server.Host, server.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {Events} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nConnection: close\r\n"
                + $"Content-Length: {length}\r\n\r\n"));
            return new HalfRequest(client);
        }

        /// <summary>Sends the body; the answer's first line.</summary>
        public async Task<string> EndAsync(string body)
        {
            await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(body));
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync() ?? "";
        }

        public void Dispose() => client.Dispose();
    }
}
