using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OneLead.Web.Tests.Api;

/// <summary>Two serving nodes of one cluster. P20: who has written at one reads it at the other.</summary>
public sealed class ReadYourWritesTests : IAsyncLifetime
{
    private WebCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await WebCluster.StartAsync("serve", "serve");

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_answer_names_its_row_and_a_request_that_names_it_at_another_node_sees_what_was_written()
    {
        for (var i = 0; i < 30; i++)
        {
            var (writer, reader) = (_cluster.Nodes[i % 2], _cluster.Nodes[(i + 1) % 2]);
            var sequence = await WriteAsync(writer, $"RYW{i}x", 56000 + i);
            using var answer = await SendAsync(reader, HttpMethod.Get, $"/api/v1/leads?text=RYW{i}x", ("OneLead-After", sequence));
            Assert.Equal(3, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("total").GetInt32());
            using var portfolio = await SendAsync(reader, HttpMethod.Get, "/api/v1/portfolio", ("OneLead-After", sequence));
            Assert.Equal(i + 1, (await portfolio.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accounts").GetInt32());
        }
    }

    [Fact]
    public async Task A_row_that_is_not_there_is_a_plain_problem_and_no_row_is_a_bad_request()
    {
        var http = _cluster.Nodes[1];
        using var early = await SendAsync(http, HttpMethod.Get, "/api/v1/leads", ("OneLead-After", "1000000"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter!.Delta);
        Assert.Equal("https://onelead.dev/problems/not-shown",
            (await early.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        using var wrong = await SendAsync(http, HttpMethod.Get, "/api/v1/leads", ("OneLead-After", "yesterday"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        // A dashboard gets what there is.
        using var dashboard = await SendAsync(http, HttpMethod.Get, "/api/v1/leads", ("Cookie", "onelead-after=1000000"));
        Assert.Equal(HttpStatusCode.OK, dashboard.StatusCode);
    }

    [Fact]
    public async Task A_command_of_the_dashboard_sets_a_cookie_with_which_every_node_shows_it()
    {
        var (one, other) = (_cluster.Nodes[0], _cluster.Nodes[1]);
        var after = await WriteAsync(one, "COOKIE", 56088);
        using var found = await SendAsync(one, HttpMethod.Get, "/api/v1/leads?text=COOKIE&type=renewal", ("OneLead-After", after));
        var id = (await found.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0].GetProperty("id").GetString();
        var cookie = "onelead-after=" + after;
        foreach (var (status, i) in new[] { "contacted", "qualified" }.Select((s, i) => (s, i)))
        {
            var (writer, reader) = i == 0 ? (one, other) : (other, one);
            using var answer = await SendAsync(
                writer, HttpMethod.Post, $"/api/v1/leads/{id}/status", $$"""{"status":"{{status}}"}""",
                ("If-Match", "*"), ("Sec-Fetch-Site", "same-origin"), ("Cookie", cookie));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var set = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
            Assert.Equal($"onelead-after={Sequence(answer)}; max-age=10; path=/api/v1; samesite=strict; httponly", set);
            cookie = set[..set.IndexOf(';')];
            using var shown = await SendAsync(reader, HttpMethod.Get, "/api/v1/leads?text=COOKIE&type=renewal", ("Cookie", cookie));
            Assert.Equal(status,
                (await shown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items")[0].GetProperty("status").GetString());
        }
        using var program = await SendAsync(
            one, HttpMethod.Post, $"/api/v1/leads/{id}/notes", """{"note":"called"}""", ("If-Match", "*"), ("OneLead-After", after));
        Assert.False(program.Headers.Contains("Set-Cookie"));
        Assert.True(long.Parse(Sequence(program), CultureInfo.InvariantCulture) > 0);
    }

    // Returns the row of the answer.
    private static async Task<string> WriteAsync(HttpClient http, string serial, int territory)
    {
        using var answer = await SendAsync(http, HttpMethod.Post, "/api/v1/events", $$$"""
            {"kind":"item","territory":"{{{territory}}}","id":"{{{serial}}}-1","data":{"serial":"{{{serial}}}",
             "productName":"HP DL360p Gen8 8-SFF CTO Server","productId":"654081-B21","endOfLife":"2015-07-01","endOfService":"2020-07-01",
             "supportEnd":"2018-01-01","supportStatus":"Warranty Expired - Uncovered Box","territory":"{{{territory}}}"}}
            """);
        answer.EnsureSuccessStatusCode();
        var row = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("events")[0].GetProperty("sequence").GetInt64();
        Assert.Equal(row.ToString(CultureInfo.InvariantCulture), Sequence(answer));
        return Sequence(answer);
    }

    private static string Sequence(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("OneLead-Sequence"));

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpMethod method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(http, method, path, null, headers);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpMethod method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request);
    }
}
