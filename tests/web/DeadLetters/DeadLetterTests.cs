using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneLead.Testing.Senders;
using OneLead.Web.Tests.Webhooks;

namespace OneLead.Web.Tests.DeadLetters;

[Collection(nameof(ServerCollection))]
public class DeadLetterTests(ServerFixture server)
{
    private static readonly Sender Hubspot = Sender.Of("hubspot");

    [Fact]
    public async Task What_cannot_be_mapped_is_kept_and_does_not_keep_the_rest_back()
    {
        server.Configure();
        var at = WebhookFixture.Now;
        var body = HubSpotSender.Body(HubSpotSender.PropertyChange("deal", 7_001, "amount", "a lot", at),
            HubSpotSender.PropertyChange("deal", 7_001, "dealname", "Fine", at));
        Assert.Equal((1, 0, 1), await server.TakenAsync(Hubspot, body));
        Assert.Equal((0, 1, 1), await server.TakenAsync(Hubspot, body));
        var letter = await LastAsync();
        Assert.Equal(("amount 'a lot' is not a number", "open", 1, 0), (letter.GetProperty("reason").GetString(),
            letter.GetProperty("state").GetString(), letter.GetProperty("version").GetInt32(), letter.GetProperty("attempts").GetInt32()));
        var (content, _) = await ReadAsync(Id(letter));
        Assert.Equal(("deal", "7001", "a lot"),
            (content["entity"]!.GetValue<string>(), content["id"]!.GetValue<string>(), content["fields"]!["amount"]!.GetValue<string>()));
        // A scrape shows the counts of the one before.
        await ServerFixture.UntilAsync(async () =>
            (await server.Http.GetStringAsync("/metrics"))
                .Contains("onelead_dead_letters{source=\"hubspot\",state=\"open\"}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_letter_is_corrected_and_replayed_once()
    {
        var id = await KeptAsync(7_002);
        using (var failed = await server.PostAsync($"/api/v1/dead-letters/{id}/replay", ""))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, failed.StatusCode);
        var (content, etag) = await ReadAsync(id);
        content["fields"]!["amount"] = "250";
        Assert.Equal(HttpStatusCode.PreconditionRequired, (await PutAsync(id, content, null)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(id, content, "\"99\"")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(id, content, etag)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PutAsync(id, content, etag)).StatusCode);
        var before = (await server.RowsAsync(0)).Count;
        for (var i = 0; i < 2; i++)
        {
            using var replayed = await server.PostAsync($"/api/v1/dead-letters/{id}/replay", "");
            var letter = await replayed.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(("replayed", 1), (letter.GetProperty("state").GetString(), letter.GetProperty("attempts").GetInt32()));
        }
        Assert.Single(await server.RowsAsync(before), r => r.Event.Source == "hubspot");
        Assert.Equal(HttpStatusCode.Conflict, (await server.Http.DeleteAsync($"/api/v1/dead-letters/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await PutAsync(id, content, "*")).StatusCode);
    }

    [Fact]
    public async Task A_correction_must_be_a_record_and_keep_its_identity()
    {
        var id = await KeptAsync(7_003);
        var (content, _) = await ReadAsync(id);
        foreach (var wrong in (Action<JsonNode>[])[c => c["sourceId"] = "another", c => c["source"] = "another",
            c => c["change"] = "sideways", c => c["colour"] = "red", c => ((JsonObject)c).Remove("fields")])
        {
            var copy = content.DeepClone();
            wrong(copy);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PutAsync(id, copy, "*")).StatusCode);
        }
    }

    [Fact]
    public async Task All_open_letters_of_a_source_are_replayed_with_the_mapping_as_it_is_now()
    {
        var id = await KeptAsync(7_004);
        var mapping = Path.Combine(server.Data, "corrected.yaml");
        await File.WriteAllTextAsync(mapping, "name: corrected\ntables:\n  deal:\n    kind: raw\n");
        server.Configure(Hubspot.Source() with { Name = "hubspot", Mapping = "corrected.yaml" });
        try
        {
            using var answer = await server.PostAsync("/api/v1/dead-letters/replay?source=hubspot", "");
            var outcome = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(outcome.GetProperty("replayed").GetInt32() > 0
                && outcome.GetProperty("accepted").GetInt32() > 0, outcome.GetRawText());
            Assert.Equal("replayed",
                (await server.GetAsync($"/api/v1/dead-letters/{id}")).GetProperty("letter").GetProperty("state").GetString());
        }
        finally
        {
            server.Configure();
        }
    }

    [Fact]
    public async Task A_letter_is_dismissed_and_stays_in_the_list()
    {
        var id = await KeptAsync(7_005);
        for (var i = 0; i < 2; i++)
            Assert.Equal("dismissed",
                (await (await server.Http.DeleteAsync($"/api/v1/dead-letters/{id}")).Content.ReadFromJsonAsync<JsonElement>())
                    .GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await server.PostAsync($"/api/v1/dead-letters/{id}/replay", "")).StatusCode);
        Assert.Contains((await server.GetAsync("/api/v1/dead-letters?state=dismissed&limit=500")).GetProperty("items").EnumerateArray(),
            l => l.GetProperty("id").GetInt64() == id);
    }

    [Fact]
    public async Task An_event_of_our_own_schema_that_is_not_valid_is_kept_corrected_and_replayed()
    {
        server.Configure();
        var standard = Sender.Of("standard");
        var body = Encoding.UTF8.GetBytes(
            """{"events":[{"kind":"contact","territory":"56088","entity":"own-1","data":{"name":"Kim"}},"""
            + """{"kind":"contact","territory":"56088","entity":"own-2","data":{"primary":"yes"}}]}""");
        Assert.Equal((1, 0, 1), await server.TakenAsync(standard, body));
        var letter = await server.LetterAsync("standard", "contact");
        Assert.Equal("data.primary must be true or false", letter.GetProperty("reason").GetString());
        var (content, etag) = await ReadAsync(Id(letter));
        content["event"]!["data"]!["primary"] = true;
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(Id(letter), content, etag)).StatusCode);
        var before = (await server.RowsAsync(0)).Count;
        using var replayed = await server.PostAsync($"/api/v1/dead-letters/{Id(letter)}/replay", "");
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        var row = Assert.Single(await server.RowsAsync(before), r => r.Event.Source == "standard");
        Assert.Equal((letter.GetProperty("sourceId").GetString(), "own-2"), (row.Event.SourceId, row.Event.Entity));
    }

    [Fact]
    public async Task The_list_answers_in_pages()
    {
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add(await KeptAsync(7_010 + i));
        var seen = new List<long>();
        for (string? cursor = null; ;)
        {
            var page = await server.GetAsync(
                $"/api/v1/dead-letters?state=open&source=hubspot&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(Id));
            if ((cursor = page.GetProperty("next").GetString()) is not null)
                continue;
            Assert.Equal(page.GetProperty("total").GetInt32(), seen.Count);
            break;
        }
        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.Empty(ids.Except(seen));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.GetAsync("/api/v1/dead-letters?state=lost")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/api/v1/dead-letters/999999")).StatusCode);
    }

    private async Task<long> KeptAsync(int deal)
    {
        server.Configure();
        Assert.Equal((0, 0, 1), await server.TakenAsync(Hubspot,
            HubSpotSender.Body(HubSpotSender.PropertyChange("deal", deal, "amount", "a lot", WebhookFixture.Now))));
        return Id(await LastAsync());
    }

    private Task<JsonElement> LastAsync() => server.LetterAsync("hubspot", "deal");

    private async Task<(JsonNode Content, string ETag)> ReadAsync(long id)
    {
        using var answer = await server.Http.GetAsync($"/api/v1/dead-letters/{id}");
        return ((await answer.Content.ReadFromJsonAsync<JsonNode>())!["content"]!, answer.Headers.ETag!.Tag);
    }

    private Task<HttpResponseMessage> PutAsync(long id, JsonNode content, string? match)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/dead-letters/{id}")
        {
            Content = new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        return server.Http.SendAsync(request);
    }

    private static long Id(JsonElement letter) => letter.GetProperty("id").GetInt64();
}
