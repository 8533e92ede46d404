using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Sources.Imports;

namespace OneLead.Web.Tests.Api;

[Collection(nameof(ServerCollection))]
public class ImportUndoTests(ServerFixture server)
{
    private const string Old = "customer_id,customer_name,customer_tier\nCUST-UNDO1,Old Name Foods,Gold\n";
    private const string New = "customer_id,customer_name,customer_tier\nCUST-UNDO1,New Name Foods,Silver\nCUST-UNDO2,Only Here Ltd,Gold\n";

    [Fact]
    public async Task An_import_is_taken_back_and_can_be_brought_back()
    {
        await ImportAsync(Old, "2025-08-01");
        var job = await ImportAsync(New, "2025-09-01");
        Assert.Equal(("New Name Foods", true), (await NameAsync("CUST-UNDO1"), job.GetProperty("canUndo").GetBoolean()));

        var undone = await UndoAsync(job);
        Assert.Equal(("undone", "kim", "wrong file"), (
            undone.GetProperty("state").GetString(), undone.GetProperty("undone").GetProperty("by").GetString(),
            undone.GetProperty("undone").GetProperty("reason").GetString()));
        Assert.Equal("Old Name Foods", await NameAsync("CUST-UNDO1"));
        Assert.Null(await NameAsync("CUST-UNDO2"));
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(job)).StatusCode);

        // The same file again is a new import: everything of it is new.
        var again = await ImportAsync(New, "2025-09-01");
        Assert.Equal(2, again.GetProperty("report").GetProperty("new").GetInt32());
        Assert.Equal(("New Name Foods", "Only Here Ltd"), (await NameAsync("CUST-UNDO1"), await NameAsync("CUST-UNDO2")));
        await UndoAsync(again);
        Assert.Equal("Old Name Foods", await NameAsync("CUST-UNDO1"));
        var report = await (await server.PostAsync("/api/v1/verification", "")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }

    [Theory]
    [InlineData("3a10eac91da04c6d872d:items:1", "3a10eac91da04c6d872d")]
    [InlineData("territory:56100:1201:link", "")]
    [InlineData("3A10EAC91DA04C6D872D:items:1", "")]
    [InlineData("3a10eac91da04c6d872d", "")]
    public void Only_20_hex_digits_are_the_id_of_an_import(string sourceId, string import) =>
        Assert.Equal(import, ImportIds.Of(sourceId).ToString());

    [Fact]
    public async Task What_an_import_had_moved_goes_back_and_moves_again_when_it_is_brought_back()
    {
        var (ingest, journal, grains) = (server.Services.GetRequiredService<IIngest>(), server.Services.GetRequiredService<IJournal>(),
            server.Services.GetRequiredService<IGrainFactory>());
        var (id, at) = (new string('c', ImportIds.Length), new DateTimeOffset(2025, 8, 1, 0, 0, 0, TimeSpan.Zero));
        await ingest.AppendAsync(Keys.DefaultTenant, [Item("57101", "moves-before", at.AddDays(-1))]);
        var moved = Item("57102", $"{id}:items:MOVES1", at);
        var row = (await ingest.AppendAsync(Keys.DefaultTenant, [moved]))[0].Sequence;
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
        Assert.Equal("57102", await TerritoryAsync());

        await new ImportUndo(ingest, journal, grains, TimeProvider.System).RunAsync(new([id], row, row), "kim", null, null, default);
        Assert.Equal(("57101", "territory:57101"),
            (await TerritoryAsync(), (await server.GetAsync("/api/v1/items/hpe:MOVES1")).GetProperty("accountId").GetString()));

        await ingest.AppendAsync(Keys.DefaultTenant,
            [ImportIds.WithActiveImport(moved, await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).Retracted())]);
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
        Assert.Equal(("57102", "territory:57102"),
            (await TerritoryAsync(), (await server.GetAsync("/api/v1/items/hpe:MOVES1")).GetProperty("accountId").GetString()));
        var report = await (await server.PostAsync("/api/v1/verification", "")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());

        async Task<string?> TerritoryAsync() =>
            (await server.GetAsync("/api/v1/items/hpe:MOVES1")).GetProperty("fields").GetProperty("territory").GetString();

        static ChangeEvent Item(string territory, string sourceId, DateTimeOffset at) => new(
            Keys.Territory(territory), EventKind.Item, "hpe:MOVES1", EventSchema.Version, "workbook", sourceId, at,
            EventData.Of(("serial", FieldValue.Of("MOVES1")), ("territory", FieldValue.Of(territory)),
                ("supportStatus", FieldValue.Of("Uncovered"))));
    }

    [Fact]
    public async Task The_list_of_imports_outlives_the_process()
    {
        var job = await ImportAsync("customer_id,customer_name,annual_revenue\nCUST-KEPT,Kept Inc,much\n", "2025-08-01");
        var id = job.GetProperty("id").GetString()!;
        var states = server.Services.GetRequiredService<IStateStore>();
        using var restored = new ImportJobs(states);
        // It is stored right after it is shown.
        await ServerFixture.UntilAsync(
            async () => Encoding.UTF8.GetString((await states.ReadAsync("imports", Keys.DefaultTenant))!.Value.Bytes) is var list
                && list.Contains(id, StringComparison.Ordinal) && !list.Contains("running", StringComparison.Ordinal));
        await restored.RestoreAsync("stopped", default);
        var (kept, live) = (ImportJson.Of(restored.Find(id)!), job);
        Assert.Equal(("customers.csv", 1L, 1L), (kept.FileName, kept.Report!.Rows, kept.Report.ErrorCount));
        Assert.Equal(live.GetProperty("report").GetProperty("import").GetString(), kept.Report.Import);
        Assert.Contains("annual_revenue,much", Encoding.UTF8.GetString((await restored.ReadErrorsAsync(id, default))!),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_says_how_columns_are_matched_and_appends_nothing()
    {
        var head = (await server.GetAsync("/api/v1/system")).GetProperty("journal").GetProperty("sequence").GetInt64();
        var answer = await SendAsync("preview?fileName=customers.csv", "customer_id,customer_name,shoe_size\nCUST-PRE,Preview Inc,43\n");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var sheet = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sheets").EnumerateArray());
        var columns = sheet.GetProperty("columns").EnumerateArray().ToDictionary(c => c.GetProperty("header").GetString()!,
            c => (c.GetProperty("field").GetString(), c.GetProperty("samples")[0].GetString()));
        Assert.Equal(("account", 1), (sheet.GetProperty("kind").GetString(), sheet.GetProperty("rows").GetInt32()));
        Assert.Equal(("name", "Preview Inc"), columns["customer_name"]);
        Assert.Equal((null, "43"), columns["shoe_size"]);
        Assert.NotEmpty(sheet.GetProperty("missing").EnumerateArray());
        Assert.Equal(head, (await server.GetAsync("/api/v1/system")).GetProperty("journal").GetProperty("sequence").GetInt64());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("preview?fileName=x.xlsx", "no workbook")).StatusCode);
    }

    private async Task<string?> NameAsync(string customer)
    {
        var answer = await server.Http.GetAsync($"/api/v1/accounts/customer:{customer}");
        return answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("entities")
            .GetProperty("account")[0].GetProperty("fields").GetProperty("name").GetString() : null;
    }

    private Task<HttpResponseMessage> PostAsync(JsonElement job) =>
        server.PostAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/undo", """{"by":"kim","reason":"wrong file"}""");

    private async Task<JsonElement> UndoAsync(JsonElement job)
    {
        var answer = await PostAsync(job);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> ImportAsync(string content, string date)
    {
        var job = await (await SendAsync($"?fileName=customers.csv&dataDate={date}", content)).Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/api/v1/imports/{job.GetProperty("id").GetString()}";
        await ServerFixture.UntilAsync(
            async () => (job = await server.GetAsync(path)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        return job;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string content)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await server.Http.PostAsync("/api/v1/imports" + (path.StartsWith('?') ? path : "/" + path), body);
    }
}
