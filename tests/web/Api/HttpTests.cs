using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OneLead.Web.Tests.Api;

[Collection(nameof(ServerCollection))]
public class HttpTests(ServerFixture server)
{
    [Fact]
    public async Task An_event_becomes_leads_with_explanations()
    {
        var page = await server.ItemAsync("HTTP1");
        var lead = page.GetProperty("items")[0];
        Assert.Equal("2025-10-29", lead.GetProperty("asOf").GetString());
        var answer = await server.Http.GetAsync($"/api/v1/leads/{lead.GetProperty("id").GetString()}");
        Assert.Equal($"\"{lead.GetProperty("version").GetInt32()}\"", answer.Headers.ETag!.Tag);
        var detail = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var explanation = detail.GetProperty("explanation");
        Assert.Equal(explanation.GetProperty("score").GetDecimal(),
            explanation.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("contribution").GetDecimal()));
        Assert.Equal(lead.GetProperty("score").GetDecimal(), explanation.GetProperty("score").GetDecimal());
        var account = await server.GetAsync($"/api/v1/accounts/{lead.GetProperty("account").GetProperty("id").GetString()}");
        Assert.NotEmpty(account.GetProperty("leads").EnumerateArray());
        Assert.Equal("HTTP1", (await server.GetAsync("/api/v1/items/hpe:HTTP1")).GetProperty("serial").GetString());
    }

    [Fact]
    public async Task A_repeat_of_an_event_is_not_new()
    {
        const string Event = """{"kind":"contact","territory":"56088","entity":"c-1","id":"repeat-1","data":{"name":"Kim"}}""";
        var first = await (await server.PostAsync("/api/v1/events", Event)).Content.ReadFromJsonAsync<JsonElement>();
        var second = await (await server.PostAsync("/api/v1/events", Event)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, first.GetProperty("accepted").GetInt32());
        Assert.Equal(0, second.GetProperty("accepted").GetInt32());
        Assert.Equal(first.GetProperty("events")[0].GetProperty("sequence").GetInt64(),
            second.GetProperty("events")[0].GetProperty("sequence").GetInt64());
    }

    [Fact]
    public async Task A_lead_moves_when_the_version_was_seen_and_not_otherwise()
    {
        var lead = (await server.ItemAsync("HTTP2")).GetProperty("items")[0];
        var path = $"/api/v1/leads/{lead.GetProperty("id").GetString()}/status";
        var etag = $"\"{lead.GetProperty("version").GetInt32()}\"";
        await RefusedAsync(428, server.PostAsync(path, """{"status":"contacted"}"""));
        await RefusedAsync(412, server.PostAsync(path, """{"status":"contacted"}""", ("If-Match", "\"77\"")));
        await RefusedAsync(422, server.PostAsync(path, """{"status":"rejected"}""", ("If-Match", etag)));
        await RefusedAsync(400, server.PostAsync(path, """{"status":"sold"}""", ("If-Match", etag)));
        await RefusedAsync(404,
            server.PostAsync("/api/v1/leads/hpe:NOBODY:renewal/status", """{"status":"contacted"}""", ("If-Match", etag)));
        var moved = await server.PostAsync(path, """{"status":"contacted","by":"kim"}""", ("If-Match", etag));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.Equal("contacted", (await moved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
        Assert.NotEqual(etag, moved.Headers.ETag!.Tag);
        await RefusedAsync(412, server.PostAsync(path, """{"status":"qualified"}""", ("If-Match", etag)));
    }

    [Fact]
    public async Task A_converted_lead_is_reopened_before_it_is_contacted_again()
    {
        var lead = (await server.ItemAsync("HTTP4R")).GetProperty("items")[0];
        var path = $"/api/v1/leads/{lead.GetProperty("id").GetString()}/status";
        Task<HttpResponseMessage> SetAsync(string status) => server.PostAsync(path, $$"""{"status":"{{status}}"}""", ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, (await SetAsync("converted")).StatusCode);
        var refused = await RefusedAsync(409, SetAsync("contacted"));
        Assert.Contains("reopen it first with the status new", refused.GetProperty("detail").GetString());
        Assert.Equal(HttpStatusCode.OK, (await SetAsync("new")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SetAsync("contacted")).StatusCode);
    }

    [Fact]
    public async Task A_lead_is_assigned()
    {
        var lead = (await server.ItemAsync("HTTP3")).GetProperty("items")[0];
        var answer = await server.PostAsync($"/api/v1/leads/{lead.GetProperty("id").GetString()}/assignment",
            """{"assignee":"kim"}""", ("If-Match", "*"));
        Assert.Equal("kim", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("assignee").GetString());
    }

    [Fact]
    public async Task A_bad_batch_is_refused_whole_with_what_is_wrong()
    {
        var problem = await RefusedAsync(422, server.PostAsync("/api/v1/events", """
            [{"kind":"contact","territory":"1","entity":"never","id":"never-1","data":{}},{"kind":"item","territory":"1","entity":"a","id":"never-2","data":{"endOfLife":"soon"}}]
            """));
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal((1, "data.endOfLife"), (error.GetProperty("index").GetInt32(), error.GetProperty("field").GetString()));
        var again = await (await server.PostAsync("/api/v1/events",
            """{"kind":"contact","territory":"1","entity":"never","id":"never-1","data":{}}""")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, again.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData("/api/v1/leads?limit=0", 400)]
    [InlineData("/api/v1/leads?limit=501", 400)]
    [InlineData("/api/v1/leads?sort=secret", 400)]
    [InlineData("/api/v1/leads?cursor=nonsense", 400)]
    [InlineData("/api/v1/leads?type=unknown", 400)]
    [InlineData("/api/v1/leads?minScore=-1", 400)]
    [InlineData("/api/v1/leads/hpe:NOBODY:renewal", 404)]
    [InlineData("/api/v1/accounts/name:1:Nobody", 404)]
    [InlineData("/api/v1/accounts/..%2f..%2fetc", 404)]
    [InlineData("/api/v1/items/hpe:NOBODY", 404)]
    [InlineData("/api/v1/territories/nowhere", 404)]
    [InlineData("/api/v1/imports/nothing", 404)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/events", 405)]
    public async Task What_cannot_be_answered_is_a_problem(string path, int status) =>
        await RefusedAsync(status, server.Http.GetAsync(path));

    [Fact]
    public async Task Requests_of_foreign_pages_and_hosts_are_refused()
    {
        await RefusedAsync(403, server.PostAsync("/api/v1/events", "{}", ("Origin", "https://evil.example")));
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/v1/portfolio") { Headers = { Host = "evil.example" } };
        await RefusedAsync(400, server.Http.SendAsync(rebound));
        using var hub = new HttpRequestMessage(HttpMethod.Post, "/live/negotiate?negotiateVersion=1");
        hub.Headers.Add("Origin", "https://evil.example");
        await RefusedAsync(403, server.Http.SendAsync(hub));
    }

    [Fact]
    public async Task Bodies_have_bounds()
    {
        // Asked first, since the refusal may come while the body is still on its way.
        var big = await server.PostAsync("/api/v1/events", "{\"x\":\"" + new string('a', 5 << 20) + "\"}", ("Expect", "100-continue"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, big.StatusCode);
        await RefusedAsync(415, server.Http.PostAsync("/api/v1/events", new StringContent("x", Encoding.UTF8, "text/plain")));
        await RefusedAsync(400, server.PostAsync("/api/v1/events", "{"));
    }

    [Fact]
    public async Task A_day_begins_once_and_never_backwards()
    {
        Assert.Equal("2025-10-29", (await server.GetAsync("/api/v1/day")).GetProperty("day").GetString());
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/api/v1/day", """{"day":"2025-10-29"}""")).StatusCode);
        await RefusedAsync(409, server.PostAsync("/api/v1/day", """{"day":"2025-10-28"}"""));
        await RefusedAsync(422, server.PostAsync("/api/v1/day", "{}"));
        await RefusedAsync(400, server.PostAsync("/api/v1/day", """{"day":"tomorrow"}"""));
    }

    [Fact]
    public async Task Lists_answer_in_pages()
    {
        await server.ItemAsync("HTTP4");
        foreach (var path in (string[])["leads", "accounts", "territories", "imports"])
        {
            var page = await server.GetAsync($"/api/v1/{path}?limit=1");
            Assert.True(page.GetProperty("items").GetArrayLength() <= 1);
            Assert.True(page.GetProperty("total").GetInt32() >= page.GetProperty("items").GetArrayLength());
        }
        var csv = Encoding.UTF8.GetString(await server.Http.GetByteArrayAsync("/api/v1/leads/export?text=HTTP4"));
        Assert.StartsWith("\uFEFFid,type,status", csv, StringComparison.Ordinal);
        Assert.Contains("hpe:HTTP4:", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_leads_to_the_dashboard()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = server.Address };
        using var answer = await http.GetAsync("/");
        Assert.Equal((HttpStatusCode.Found, "/app/"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task The_api_is_described_and_answers_carry_a_strict_policy()
    {
        var description = await server.GetAsync("/openapi/v1.json");
        foreach (var path in (string[])["/api/v1/leads", "/api/v1/leads/{id}/status", "/api/v1/accounts/{id}", "/api/v1/events",
            "/api/v1/imports", "/api/v1/day", "/api/v1/reconciliation"])
            Assert.True(description.GetProperty("paths").TryGetProperty(path, out _), path);
        var answer = await server.Http.GetAsync("/api/v1/portfolio");
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static async Task<JsonElement> RefusedAsync(int status, Task<HttpResponseMessage> sent)
    {
        using var answer = await sent;
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.DoesNotContain("   at ", problem.GetRawText(), StringComparison.Ordinal);
        return problem;
    }
}
