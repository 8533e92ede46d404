using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneLead.Web.Tests.Changes;

/// <summary>The sample workbook is imported, undone and imported again, on a server of its own.</summary>
public class ImportAgainTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    // On 29 October 2025.
    private const int Leads = 194;

    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "sample-data.xlsx");

    [Fact]
    public async Task Leads_of_a_repeated_import_are_first_seen_in_it_and_not_added_by_another_item()
    {
        var first = await ImportAsync();
        await AllFirstSeenAsync(first);
        await UndoAsync(first);
        Assert.Empty(await LeadsAsync());
        var again = await ImportAsync();
        await AllFirstSeenAsync(again);
    }

    private async Task AllFirstSeenAsync(JsonElement job)
    {
        var leads = await LeadsAsync();
        Assert.Equal(Leads, leads.Count);
        foreach (var lead in leads)
        {
            var detail = await server.GetAsync("/api/v1/leads/" + lead.GetProperty("id").GetString());
            var cause = detail.GetProperty("cause");
            Assert.Equal(
                ("First seen in sample-data.xlsx", "sample-data.xlsx", JsonValueKind.Null),
                (cause.GetProperty("text").GetString(), cause.GetProperty("sender").GetString(), detail.GetProperty("before").ValueKind));
            // The id of the import itself, and not that of its rows.
            Assert.Equal(job.GetProperty("id").GetString(), cause.GetProperty("import").GetString());
            // The row of its own item brought it.
            Assert.StartsWith(cause.GetProperty("entity").GetString() + ":", lead.GetProperty("id").GetString()!, StringComparison.Ordinal);
        }
    }

    private async Task<List<JsonElement>> LeadsAsync()
    {
        var (leads, next) = (new List<JsonElement>(), "/api/v1/leads?limit=100");
        while (next is not null)
        {
            var page = await server.GetAsync(next);
            leads.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } after ? "/api/v1/leads?limit=100&cursor=" + Uri.EscapeDataString(after) : null;
        }
        return leads;
    }

    private async Task<JsonElement> ImportAsync()
    {
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(Sample));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await server.Http.PostAsync("/api/v1/imports?fileName=sample-data.xlsx", body);
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var path = "/api/v1/imports/" + job.GetProperty("id").GetString();
        await ServerFixture.UntilAsync(
            async () => (job = await server.GetAsync(path)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal("done", job.GetProperty("state").GetString());
        await ServerFixture.UntilAsync(async () => (await server.GetAsync("/api/v1/leads?limit=1")).GetProperty("total").GetInt32() == Leads);
        return job;
    }

    private async Task UndoAsync(JsonElement job)
    {
        var answer = await server.PostAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/undo", """{"by":"kim"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await ServerFixture.UntilAsync(async () => (await server.GetAsync("/api/v1/leads?limit=1")).GetProperty("total").GetInt32() == 0);
    }
}
