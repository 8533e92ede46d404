using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Sources.Imports;
using OneLead.Storage;

namespace OneLead.Web.Tests.Api;

[Collection(nameof(ServerCollection))]
public class ImportTests(ServerFixture server)
{
    [Fact]
    public async Task What_is_no_workbook_fails_with_a_reason_and_changes_nothing()
    {
        var job = await ImportAsync("no workbook", "x.xlsx");
        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.NotEmpty(job.GetProperty("failure").GetString()!);
        var errors = await server.Http.GetAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/errors");
        Assert.Equal("text/csv", errors.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_form_is_taken_like_the_bytes_and_a_path_in_its_name_is_cut()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes("no workbook")), "file", "../../etc/evil.xlsx" },
        };
        var answer = await server.Http.PostAsync("/api/v1/imports?dryRun=true", form);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("evil.xlsx", job.GetProperty("fileName").GetString());
        Assert.Equal($"/api/v1/imports/{job.GetProperty("id").GetString()}", answer.Headers.Location!.ToString());
        Assert.Equal("failed", (await EndedAsync(job)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Tables_are_imported_by_a_mapping_and_rows_that_fail_are_kept_as_dead_letters()
    {
        const string customers =
            "customer_id,customer_name,annual_revenue,customer_tier\nCUST-CSV1,Brightwater Foods,1000000,"
            + "Gold\nCUST-CSV2,Ember Steel,much,Gold\n";
        var job = await ImportAsync(customers, "customers.csv&dataDate=2025-08-29");
        Assert.Equal("done", job.GetProperty("state").GetString());
        var report = job.GetProperty("report");
        Assert.Equal((2, 1, 1, 1), (report.GetProperty("rows").GetInt32(), report.GetProperty("events").GetInt32(),
            report.GetProperty("refused").GetInt32(), report.GetProperty("new").GetInt32()));
        // The sender of what it brought.
        var imports = server.Services.GetRequiredService<ImportJobs>();
        var trace = imports.Find(job.GetProperty("id").GetString()!)!.Trace;
        var (rows, first) = (Assert.Single(trace.Ids), trace.First);
        Assert.Equal((job.GetProperty("id").GetString(), null, null),
            (imports.BroughtBy(rows, first)?.Id, imports.BroughtBy(rows, first - 1)?.Id, imports.BroughtBy("another", first)?.Id));
        var errors = await server.Http.GetStringAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/errors");
        Assert.Contains("customers.csv,3,annual_revenue,much,is not a number,yes", errors);
        var letters = server.Services.GetRequiredService<IDeadLetterStore>();
        var letter = Assert.Single(await OpenLettersAsync());
        Assert.Equal(("customers", "customers.csv, line 3: annual_revenue 'much' is not a number"),
            (letter.Letter.Entity, letter.Letter.Reason));

        var again = (await ImportAsync(customers, "customers.csv&dataDate=2025-08-29")).GetProperty("report");
        Assert.Equal((0, 1), (again.GetProperty("new").GetInt32(), again.GetProperty("repeated").GetInt32()));
        Assert.Single(await OpenLettersAsync());

        var account = await server.GetAsync("/api/v1/accounts/customer:CUST-CSV1");
        Assert.Equal("Brightwater Foods", account.GetProperty("account").GetProperty("name").GetString());

        // Other tests of the shared server leave letters of the same source.
        async Task<IEnumerable<DeadLetter>> OpenLettersAsync() =>
            (await letters.ListAsync(Keys.DefaultTenant, "sales-analytics", DeadLetterState.Open, 0, 100))
                .Where(l => l.Letter.SourceId.EndsWith("CUST-CSV2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mapping_that_is_not_there_is_refused_before_anything_is_read()
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("id\n1\n"));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await server.Http.PostAsync("/api/v1/imports?fileName=deals.csv&mapping=../secrets", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("crm-warehouse, dynamics, hubspot",
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("?fileName=a.csv&fileTime=yesterday", 400)]
    [InlineData("?fileName=a.csv&source=a/b", 400)]
    [InlineData("?dryRun=perhaps", 400)]
    [InlineData("?asOf=29.10.2025", 400)]
    public async Task What_is_not_understood_is_refused(string query, int status)
    {
        using var body = new ByteArrayContent([1]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        Assert.Equal(status, (int)(await server.Http.PostAsync("/api/v1/imports" + query, body)).StatusCode);
    }

    [Fact]
    public async Task What_is_kept_is_what_the_journal_says()
    {
        await server.ItemAsync("VERIFY1");
        var report = await (await server.PostAsync("/api/v1/verification", "")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }

    private async Task<JsonElement> ImportAsync(string content, string name)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await server.Http.PostAsync($"/api/v1/imports?fileName={name}", body);
        return await EndedAsync(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<JsonElement> EndedAsync(JsonElement job)
    {
        var path = $"/api/v1/imports/{job.GetProperty("id").GetString()}";
        await ServerFixture.UntilAsync(
            async () => (job = await server.GetAsync(path)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        return job;
    }
}
