using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneLead.Web.Tests.Leads;

[Collection(nameof(ServerCollection))]
public class LeadCommandTests(ServerFixture server)
{
    [Fact]
    public async Task A_batch_does_what_it_can_and_says_what_it_cannot()
    {
        var lead = Id(await server.ItemAsync("BULK1"));
        var other = Id(await server.ItemAsync("BULK2"));
        var body = $$"""
            {"by":"kim","commands":[
              {"id":"{{lead}}","version":0,"status":"contacted","assignee":"kim","note":"called"},
              {"id":"{{other}}","version":7,"status":"contacted"},
              {"id":"{{other}}","status":"rejected"},
              {"id":"hpe:NOBODY:renewal","status":"contacted"},
              {"id":"{{other}}"},
              {"id":"{{other}}","snoozeUntil":"2025-11-05"}]}
            """;
        var answer = await SendAsync(body, "batch-1");
        Assert.Equal((2, 4), (answer.GetProperty("ok").GetInt32(), answer.GetProperty("failed").GetInt32()));
        Assert.Equal([200, 412, 422, 404, 422, 200],
            answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("status").GetInt32()));
        var done = answer.GetProperty("items")[0];
        Assert.Equal(("\"3\"", "contacted", "kim", 1), (
            done.GetProperty("etag").GetString(), done.GetProperty("lead").GetProperty("status").GetString(),
            done.GetProperty("lead").GetProperty("assignee").GetString(), done.GetProperty("lead").GetProperty("notes").GetInt32()));
        Assert.Equal("2025-11-05", answer.GetProperty("items")[5].GetProperty("lead").GetProperty("snoozedUntil").GetString());
        Assert.Equal("Changed since it was read", answer.GetProperty("items")[1].GetProperty("problem").GetProperty("title").GetString());
        // The same again under the same key is the same answer, and nothing is done twice.
        Assert.Equal(answer.GetProperty("items")[0].GetProperty("etag").GetString(),
            (await SendAsync(body, "batch-1")).GetProperty("items")[0].GetProperty("etag").GetString());
        var steps = (await server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal([("contacted", null), ("assigned:kim", null), ("note", "called")],
            steps.Select(s => (s.GetProperty("what").GetString()!, s.GetProperty("note").GetString())));
        Assert.Equal(1, (await server.GetAsync("/api/v1/leads?text=BULK2&snoozed=true")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Steps_are_taken_back_one_by_one_by_who_took_them_as_steps_of_their_own()
    {
        var lead = Id(await server.ItemAsync("UNDO1"));
        Assert.Equal(HttpStatusCode.Conflict, (await server.PostAsync($"/api/v1/leads/{lead}/undo", "{}")).StatusCode);
        await PostAsync($"{lead}/status", """{"status":"contacted","by":"kim"}""");
        await PostAsync($"{lead}/status", """{"status":"rejected","reason":"no budget","by":"kim"}""");
        Assert.Equal(HttpStatusCode.Conflict, (await server.PostAsync($"/api/v1/leads/{lead}/undo", """{"by":"lee"}""")).StatusCode);
        var undone = await PostAsync($"{lead}/undo", """{"by":"kim"}""");
        Assert.Equal(("contacted", null), (undone.GetProperty("status").GetString(), undone.GetProperty("statusReason").GetString()));
        Assert.Equal("new", (await PostAsync($"{lead}/undo", """{"by":"kim"}""")).GetProperty("status").GetString());
        // What was taken back is not taken back again.
        Assert.Equal(HttpStatusCode.Conflict, (await server.PostAsync($"/api/v1/leads/{lead}/undo", """{"by":"kim"}""")).StatusCode);
        var steps = (await server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("steps").EnumerateArray()
            .Where(s => s.GetProperty("refused").ValueKind == JsonValueKind.Null);
        Assert.Equal(["contacted", "rejected", "undone", "undone"], steps.Select(s => s.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task A_converted_lead_says_to_which_opportunity_until_that_is_taken_back()
    {
        var lead = Id(await server.ItemAsync("CONVERT1"));
        await PostAsync($"{lead}/status", """{"status":"converted","opportunityId":"OPE-0012345","by":"kim"}""");
        Assert.Equal("OPE-0012345", await OpportunityAsync());
        await PostAsync($"{lead}/undo", """{"by":"kim"}""");
        Assert.Null(await OpportunityAsync());

        async Task<string?> OpportunityAsync() => (await server.GetAsync($"/api/v1/leads/{lead}")).GetProperty("opportunityId").GetString();
    }

    [Fact]
    public async Task An_idempotency_key_is_for_one_request_in_whatever_case_its_address_is_written()
    {
        var lead = Id(await server.ItemAsync("KEY1"));
        Assert.Equal(HttpStatusCode.OK, (await NoteAsync("/api/v1/leads", "one", "key-1")).StatusCode);
        var repeated = await NoteAsync("/API/v1/Leads", "one", "key-1");
        Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        Assert.Equal(1, (await repeated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("notes").GetInt32());
        // Another note, another version, and another command with the same key.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await NoteAsync("/api/v1/leads", "two", "key-1")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await NoteAsync("/api/v1/leads", "one", "key-1", "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await server.PostAsync(
            $"/api/v1/leads/{lead}/undo", "{}", ("Idempotency-Key", "key-1"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await NoteAsync("/api/v1/leads", "one", new string('k', 201))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await NoteAsync("/api/v1/leads", "one", new string('k', 200))).StatusCode);

        Task<HttpResponseMessage> NoteAsync(string address, string note, string key, string match = "*") => server.PostAsync(
            $"{address}/{lead}/notes", $$"""{"note":"{{note}}"}""", ("If-Match", match), ("Idempotency-Key", key));
    }

    [Fact]
    public async Task A_batch_with_the_key_of_another_is_refused_as_a_whole()
    {
        var lead = Id(await server.ItemAsync("KEY2"));
        var first = $$"""{"id":"{{lead}}","note":"one"}""";
        Assert.Equal(1, (await SendAsync($$"""{"commands":[{{first}}]}""", "key-2")).GetProperty("ok").GetInt32());
        Assert.Equal(1, (await SendAsync($$"""{ "commands" : [ {{first}} ] }""", "key-2")).GetProperty("ok").GetInt32());
        using var more = await server.PostAsync(
            "/api/v1/leads/commands", $$"""{"commands":[{{first}},{"id":"{{lead}}","note":"two"}]}""", ("Idempotency-Key", "key-2"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, more.StatusCode);
        Assert.Equal(1, (await server.GetAsync("/api/v1/leads?text=KEY2")).GetProperty("items").EnumerateArray()
            .Single(l => l.GetProperty("id").GetString() == lead).GetProperty("notes").GetInt32());
        using var empty = await server.PostAsync("/api/v1/leads/commands", """{"commands":[null]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
    }

    [Fact]
    public async Task A_batch_has_bounds() =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await server.PostAsync("/api/v1/leads/commands", """{"commands":[]}""")).StatusCode);

    private async Task<JsonElement> SendAsync(string body, string key)
    {
        var answer = await server.PostAsync("/api/v1/leads/commands", body, ("Idempotency-Key", key));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> PostAsync(string path, string body)
    {
        var answer = await server.PostAsync("/api/v1/leads/" + path, body, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Id(JsonElement page) => page.GetProperty("items")[0].GetProperty("id").GetString()!;
}
