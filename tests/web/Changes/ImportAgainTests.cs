using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace OneLead.Web.Tests.Changes;

/// <summary>The sample workbook is imported, undone and imported again, on a server of its own.</summary>
public sealed class ImportAgainTests : IAsyncLifetime
{
    // On 29 October 2025.
    private const int Leads = 194;

    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "sample-data.xlsx");

    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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

    [Fact]
    public async Task Closed_leads_come_back_closed_and_movements_add_up()
    {
        var first = await ImportAsync();
        string[] ids = [.. (await LeadsAsync()).Select(l => l.GetProperty("id").GetString()!).Order(StringComparer.Ordinal).Take(9)];
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
        {
            var status = i switch
            {
                < 3 => """{"status":"converted","by":"kim"}""",
                < 6 => """{"status":"rejected","reason":"no budget","by":"kim"}""",
                _ => """{"status":"contacted","by":"kim"}""",
            };
            var answer = await _server.PostAsync($"/api/v1/leads/{id}/status", status, ("If-Match", "\"0\""));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        // Opened 194; 188 are open after 3 conversions and 3 rejections.
        Assert.Equal((Leads, 0, 0, 3, 3, Leads - 6), await SinceAsync(Leads - 6));
        await UndoAsync(first);
        Assert.Equal((Leads, 0, Leads - 6, 3, 3, 0), await SinceAsync(0));
        // A lead that is back within five seconds counts as one that moved to another account.
        var undone = Stopwatch.GetTimestamp();
        await ServerFixture.UntilAsync(() => Task.FromResult(Stopwatch.GetElapsedTime(undone) > TimeSpan.FromSeconds(6)));
        await ImportAsync(Leads - 6);
        // The 3 contacted leads come back with their history, the 6 closed ones stay closed, and 185 are opened again.
        Assert.Equal((Leads + Leads - 9, 3, Leads - 6, 3, 3, Leads - 6), await SinceAsync(Leads - 6));
        Assert.Equal(
            ["converted", "converted", "converted", "rejected", "rejected", "rejected", "contacted", "contacted", "contacted"],
            await Task.WhenAll(ids.Select(async id => (await _server.GetAsync("/api/v1/leads/" + id)).GetProperty("lead")
                .GetProperty("status").GetString()!)));

        async Task<(int Opened, int Reopened, int Resolved, int Converted, int Rejected, int Open)> SinceAsync(int open)
        {
            await ServerFixture.UntilAsync(async () => (await LastDayAsync()).Open == open);
            var now = await LastDayAsync();
            Assert.Equal(now.Open - now.OpenBefore, now.Opened + now.Reopened - now.Resolved - now.Converted - now.Rejected);
            return (now.Opened, now.Reopened, now.Resolved, now.Converted, now.Rejected, now.Open);
        }
    }

    private async Task<(int OpenBefore, int Opened, int Reopened, int Resolved, int Converted, int Rejected, int Open)> LastDayAsync()
    {
        var days = (await _server.GetAsync("/api/v1/analytics")).GetProperty("velocity").GetProperty("data");
        if (days.ValueKind == JsonValueKind.Null || days.GetArrayLength() == 0)
            return default;
        var today = days[days.GetArrayLength() - 1];
        return (Of("openBefore"), Of("opened"), Of("reopened"), Of("resolved"), Of("converted"), Of("rejected"), Of("open"));

        int Of(string name) => today.GetProperty(name).GetInt32();
    }

    private async Task AllFirstSeenAsync(JsonElement job)
    {
        var leads = await LeadsAsync();
        Assert.Equal(Leads, leads.Count);
        foreach (var lead in leads)
        {
            var detail = await _server.GetAsync("/api/v1/leads/" + lead.GetProperty("id").GetString());
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
            var page = await _server.GetAsync(next);
            leads.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } cursor
                ? "/api/v1/leads?limit=100&cursor=" + Uri.EscapeDataString(cursor)
                : null;
        }
        return leads;
    }

    private async Task<JsonElement> ImportAsync(int open = Leads)
    {
        using var body = new ByteArrayContent(await File.ReadAllBytesAsync(Sample));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await _server.Http.PostAsync("/api/v1/imports?fileName=sample-data.xlsx", body);
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var path = "/api/v1/imports/" + job.GetProperty("id").GetString();
        await ServerFixture.UntilAsync(
            async () => (job = await _server.GetAsync(path)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal("done", job.GetProperty("state").GetString());
        await ServerFixture.UntilAsync(
            async () => (await _server.GetAsync("/api/v1/leads?limit=1")).GetProperty("total").GetInt32() == open);
        return job;
    }

    private async Task UndoAsync(JsonElement job)
    {
        var answer = await _server.PostAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/undo", """{"by":"kim"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/leads?limit=1")).GetProperty("total").GetInt32() == 0);
    }
}
