using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Web.Tests.Entities;

/// <summary>Everything that is accepted is listed as an entity of its kind, filtered, sorted and exported.</summary>
[Collection(nameof(ServerCollection))]
public class EntityListTests(ServerFixture server)
{
    public static TheoryData<string> Kinds => [.. Enum.GetValues<EventKind>().Where(k => k.IsEntity()).Select(Wire.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_entity_is_listed_filtered_sorted_grouped_and_exported(string kind)
    {
        (await server.PostAsync("/api/v1/events", $$$"""
            {"kind":"{{{kind}}}","id":"list-{{{kind}}}","customerId":"LIST","entity":"list:{{{kind}}}","data":{"x.listed":"A"}}
            """)).EnsureSuccessStatusCode();
        var path = $"/api/v1/entities/{kind}";
        const string where = "where=x.listed:eq:a";
        JsonElement page = default;
        await ServerFixture.UntilAsync(
            async () => (page = await server.GetAsync($"{path}?{where}&sort=-x.listed")).GetProperty("total").GetInt32() > 0);
        var row = Assert.Single(page.GetProperty("items").EnumerateArray().ToList());
        Assert.Equal("A", row.GetProperty("fields").GetProperty("x.listed").GetString());
        Assert.Equal(
            Wire.TryParse<EventKind>(kind, out var known) && known.IsTenantWide(),
            row.GetProperty("account").ValueKind == JsonValueKind.Null);
        var group = Assert.Single((await server.GetAsync($"{path}/groups?by=x.listed&{where}")).GetProperty("items")
            .EnumerateArray().ToList());
        Assert.Equal(1, group.GetProperty("count").GetInt32());
        var lines = (await server.Http.GetStringAsync($"{path}/export?{where}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("x.listed", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lead_status")]
    [InlineData("link")]
    [InlineData("day_begun")]
    [InlineData("campaign")]
    public async Task What_is_no_entity_is_not_found(string kind) =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync($"/api/v1/entities/{kind}")).StatusCode);

    [Fact]
    public async Task Tables_that_name_no_account_are_reported_as_not_used_yet_and_listed()
    {
        var job = await ImportAsync("use.zip",
            ("customers.csv", "customer_id,customer_name\nUSE-C1,Usable Foods\n"),
            ("campaigns.csv", "campaign_id,campaign_name,budget\nUSE-K1,Spring,100\nUSE-K2,Autumn,300\n"),
            ("campaign_engagement.csv", "engagement_id,campaign_id,engagement_type\nUSE-E1,USE-K1,Click\n"),
            ("quote_line_items.csv", "line_item_id,quote_id,quantity\nUSE-L1,Q1,4\nTotal,,4\n"),
            ("ticket_worklog.csv", "worklog_id,ticket_id,minutes\nUSE-W1,T1,30\n"));
        var report = job.GetProperty("report");
        Assert.Equal((6, 6, 0, 5, 1), (report.GetProperty("rows").GetInt32(), report.GetProperty("events").GetInt32(),
            report.GetProperty("refused").GetInt32(), report.GetProperty("unused").GetInt32(), report.GetProperty("skipped").GetInt32()));
        Assert.Equal(
            [
                ("campaign_engagement.csv", 1, 0, "They name no account, so they count in no score. Deep dive lists them."),
                ("campaigns.csv", 2, 0, "No score or page is built on this table yet. Deep dive lists its rows."),
                ("customers.csv", 0, 0, null),
                ("quote_line_items.csv", 1, 1, "No score or page is built on this table yet. Deep dive lists its rows."),
                ("ticket_worklog.csv", 1, 0, "No score or page is built on this table yet. Deep dive lists its rows."),
            ],
            report.GetProperty("sheets").EnumerateArray()
                .Select(s => (s.GetProperty("name").GetString(), s.GetProperty("unused").GetInt32(), s.GetProperty("skipped").GetInt32(),
                    s.GetProperty("unusedReason").GetString()))
                .OrderBy(s => s.Item1, StringComparer.Ordinal));

        Assert.Equal(["campaigns:USE-K1", "campaigns:USE-K2"], await IdsAsync("raw?where=table:eq:campaigns&text=use-k"));
        Assert.Equal(["campaigns:USE-K2"], await IdsAsync("raw?where=table:eq:campaigns&where=campaigns.campaign_name:eq:autumn"));
        Assert.Equal(["quote_line_items:USE-L1"], await IdsAsync("raw?where=table:eq:quote_line_items&text=USE"));
        Assert.Equal(["ticket_worklog:USE-W1"], await IdsAsync("raw?where=table:eq:ticket_worklog&text=USE"));
        Assert.Equal(["campaign:USE-E1"], await IdsAsync("engagement?text=USE-E"));
        var fields = (await server.GetAsync("/api/v1/entities/raw/fields?where=table:eq:campaigns")).GetProperty("items").EnumerateArray()
            .Select(f => f.GetProperty("name").GetString());
        Assert.Equal(["campaigns.budget", "campaigns.campaign_name", "table"], fields);
        var csv = await server.Http.GetStringAsync("/api/v1/entities/raw/export?where=table:eq:campaigns&text=Autumn");
        Assert.StartsWith("id,accountId,account,territory,recordTerritory,updatedAt,campaigns.budget,campaigns.campaign_name,table\n"
            + "campaigns:USE-K2,,,,,", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deal_without_an_account_is_listed_and_no_part_of_the_pipeline()
    {
        var before = await server.GetAsync("/api/v1/revenue-focus");
        await ImportAsync("pipeline.zip", ("opportunities.csv",
            "opportunity_id,customer_id,opportunity_name,stage,amount,probability\nLOST-1,,Nobody's deal,Proposal,1000000,90\n"));
        Assert.Equal(["LOST-1"], await IdsAsync("opportunity?text=LOST-1"));
        var focus = await server.GetAsync("/api/v1/revenue-focus");
        Assert.DoesNotContain("LOST-1", focus.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before.GetProperty("pipeline").GetRawText(), focus.GetProperty("pipeline").GetRawText());
    }

    private async Task<IEnumerable<string>> IdsAsync(string query) =>
        (await server.GetAsync("/api/v1/entities/" + query)).GetProperty("items").EnumerateArray()
            .Select(e => e.GetProperty("id").GetString()!).ToList();

    private async Task<JsonElement> ImportAsync(string name, params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (file, text) in files)
            {
                using var writer = new StreamWriter(archive.CreateEntry(file).Open(), new UTF8Encoding(false));
                await writer.WriteAsync(text);
            }
        }
        using var body = new ByteArrayContent(packed.ToArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await server.Http.PostAsync($"/api/v1/imports?fileName={name}&dataDate=2025-08-29", body);
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/api/v1/imports/{job.GetProperty("id").GetString()}";
        await ServerFixture.UntilAsync(
            async () => (job = await server.GetAsync(path)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        Assert.Equal("done", job.GetProperty("state").GetString());
        return job;
    }
}
