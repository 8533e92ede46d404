using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Testing.Senders;
using OneLead.Web.Tests.Webhooks;

namespace OneLead.Web.Tests.Api;

/// <summary>Half a surrogate pair is valid JSON as an escape, but no character. It is refused, and a stored one breaks nothing.</summary>
[Collection(nameof(ServerCollection))]
public class UnpairedSurrogateTests(ServerFixture server)
{
    // A value and a name, both nested, in which a parser finds nothing wrong.
    private const string Nested = """{"a":["\ud800"],"\udfff":1}""";

    public static TheoryData<string> Formats => [.. Sender.All.Select(s => s.Format)];

    [Theory]
    [InlineData("""{"kind":"contact","territory":"1","entity":"s","id":"s1","data":{"x":{"a":"\ud800"}}}""", "data")]
    [InlineData("""{"kind":"contact","territory":"1","entity":"s","id":"s2","data":{"x":[{"\ud800":1}]}}""", "data")]
    [InlineData("""{"kind":"contact","territory":"1","entity":"s","id":"s3","data":{"\ud800":1}}""", "data")]
    [InlineData("""{"kind":"contact","territory":"1","entity":"s","id":"s4","data":{"name":"\udc00\ud800"}}""", "data")]
    [InlineData("""{"\ud800":1,"kind":"contact","territory":"1","entity":"s","id":"s5","data":{}}""", "")]
    [InlineData("""{"kind":"contact","territory":"1","entity":"\ud800","id":"s6","data":{}}""", "entity")]
    [InlineData("""{"e\ud800":1,"events":[{"kind":"contact","territory":"1","entity":"\ud800","id":"s7","data":{}}]}""", "entity")]
    public async Task An_event_that_holds_one_is_refused(string body, string field)
    {
        using var answer = await server.PostAsync("/api/v1/events", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0];
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.Contains("unpaired surrogate", error.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_pair_and_an_escaped_backslash_are_taken()
    {
        using var answer = await server.PostAsync("/api/v1/events", """
            {"kind":"contact","territory":"1","entity":"s8","id":"s8","data":{"name":"\ud83d\ude00","x":{"a":"\\ud800","b":"\ud83d\ude00"}}}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_genuine_delivery_that_holds_one_becomes_a_dead_letter_that_is_read_and_replayed(string format)
    {
        server.Configure();
        var sender = Sender.Of(format);
        var body = Encoding.UTF8.GetString(sender.Change(900, WebhookFixture.Now));
        foreach (var broken in (string[])["\"\\ud800\"", "[\"\\ud800\"]", "[{\"\\udc00\":1}]"])
        {
            var spoilt = Regex.Replace(body, ":\"?90000\"?", ":" + broken);
            Assert.NotEqual(body, spoilt);
            var (accepted, _, kept) = await server.TakenAsync(sender, Encoding.UTF8.GetBytes(spoilt));
            Assert.Equal((0, 1), (accepted, kept));
        }
        var letters = (await server.GetAsync($"/api/v1/dead-letters?source={format}&limit=500")).GetProperty("items");
        var letter = letters.EnumerateArray()
            .First(l => l.GetProperty("reason").GetString()!.Contains("unpaired surrogate", StringComparison.Ordinal));
        var id = letter.GetProperty("id").GetInt64();
        Assert.Contains("�", (await server.GetAsync($"/api/v1/dead-letters/{id}")).GetRawText(), StringComparison.Ordinal);
        using var replayed = await server.PostAsync($"/api/v1/dead-letters/{id}/replay", "");
        Assert.True(replayed.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, replayed.StatusCode.ToString());
    }

    [Theory]
    [InlineData("leads/hpe:SUR1:renewal/notes", """{"note":"\ud800"}""")]
    [InlineData("leads/hpe:SUR1:renewal/notes", """{"note":"x","by":"\ud800"}""")]
    [InlineData("leads/hpe:SUR1:renewal/assignment", """{"assignee":"\ud800"}""")]
    [InlineData("leads/hpe:SUR1:renewal/status", """{"status":"rejected","reason":"\ud800"}""")]
    [InlineData("reconciliation/undo", """{"key":"\ud800"}""")]
    [InlineData("accounts/territory:1/merge", """{"into":"territory:2","by":"\ud800"}""")]
    public async Task A_command_that_holds_one_is_refused(string path, string body)
    {
        using var answer = await server.PostAsync($"/api/v1/{path}", body, ("If-Match", "*"));
        Assert.True((int)answer.StatusCode is 400 or 422, answer.StatusCode.ToString());
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("""{"id":"hpe:SUR1:renewal","assignee":"\ud800"}""")]
    [InlineData("""{"id":"hpe:SUR1:renewal","snoozeUntil":"\ud800"}""")]
    [InlineData("""{"id":"hpe:SUR1:renewal","note":"\ud800"}""")]
    public async Task A_batch_that_holds_one_is_refused(string command)
    {
        using var answer = await server.PostAsync("/api/v1/leads/commands", $$"""{"commands":[{{command}}]}""");
        if (answer.StatusCode == HttpStatusCode.BadRequest)
            return;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task One_that_an_earlier_version_stored_breaks_no_list_page_frame_export_or_dead_letter()
    {
        await using var old = new ServerFixture();
        await old.InitializeAsync();
        await old.ItemAsync("OLD1");
        // As an earlier version stored it: not checked.
        var ingest = old.Services.GetRequiredService<IIngest>();
        var at = new DateTimeOffset(2025, 10, 29, 9, 0, 0, TimeSpan.Zero);
        ChangeEvent Event(EventKind kind, string entity, string account) => new(
            account, kind, entity, 1, "api", $"old:{kind}:{entity}", at,
            EventData.Of(("nested", FieldValue.Json(Nested)), ("name", FieldValue.Of("fine"))));
        ImmutableArray<ChangeEvent> events =
        [
            Event(EventKind.Item, "hpe:OLD1", "territory:56088"),
            .. Enum.GetValues<EventKind>().Where(k => k.IsEntity() && k != EventKind.Item)
                .Select(k => Event(k, "old", k.IsTenantWide() ? "" : "territory:56088")),
        ];
        await ingest.AppendAsync(Keys.DefaultTenant, events, default);
        await old.Services.GetRequiredService<IDeadLetterStore>().AddAsync(
            Keys.DefaultTenant,
            [
                new("hubspot", "old-1", "deal", "broken", Encoding.UTF8.GetBytes(
                    """{"source":"hubspot","entity":"deal","id":"1","change":"full","occurredAt":"2025-10-29T09:00:00Z","""
                    + "\"sourceId\":\"old-1\",\"fields\":{\"x\":" + Nested + "}}")),
                new("standard", "old-2", "contact", "broken", Encoding.UTF8.GetBytes(
                    "{\"event\":{\"kind\":\"contact\","
                    + "\"territory\":\"1\",\"entity\":\"o\",\"id\":\"o\",\"data\":{\"x\":" + Nested + "}}}")),
            ],
            default);
        await old.RestartAsync();
        await ServerFixture.UntilAsync(async () => (await old.GetAsync("/api/v1/items/hpe:OLD1")).GetProperty("fields")
            .TryGetProperty("nested", out _));

        foreach (var kind in Enum.GetValues<EventKind>().Where(k => k.IsEntity()).Select(Wire.Name))
        {
            var path = $"/api/v1/entities/{kind}";
            Assert.Contains("�", await old.Http.GetStringAsync(path), StringComparison.Ordinal);
            foreach (var more in (string[])["/fields", "/groups?by=nested", "/export", "/export?format=xlsx", "?sort=nested", "?text=fine"])
                Assert.Equal(HttpStatusCode.OK, (await old.Http.GetAsync(path + more)).StatusCode);
        }
        var lead = (await old.GetAsync("/api/v1/leads?text=OLD1")).GetProperty("items")[0];
        var account = lead.GetProperty("account").GetProperty("id").GetString()!;
        foreach (var path in (string[])
            [
                $"accounts/{Uri.EscapeDataString(account)}", $"accounts/{Uri.EscapeDataString(account)}/items", "items/hpe:OLD1",
                "leads/hpe:OLD1:renewal",
                "changes", "search?text=old", "dead-letters", "dead-letters/1", "dead-letters/2", "action-required", "revenue-focus",
                "recommendations", "analytics", "system", "leads/export?format=xlsx", "accounts/export",
            ])
            Assert.True((await old.Http.GetAsync($"/api/v1/{path}")).IsSuccessStatusCode, path);
        await using var client = await LiveClient.ConnectAsync(old.Address);
        Assert.Contains("�", (await client.WatchAsync("item:hpe:OLD1")).GetRawText(), StringComparison.Ordinal);
        foreach (var topic in (string[])["leads", "portfolio", $"account:{account}", "lead:hpe:OLD1:renewal"])
            await client.WatchAsync(topic);
        var report = await (await old.PostAsync("/api/v1/verification", "{}")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }
}
