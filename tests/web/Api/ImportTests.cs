using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace OneLead.Web.Tests.Api;

[Collection(nameof(ServerCollection))]
public class ImportTests(ServerFixture server)
{
    [Fact]
    public async Task What_is_no_workbook_fails_with_a_reason_and_changes_nothing()
    {
        var job = await Import("no workbook", "x.xlsx");
        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.NotEmpty(job.GetProperty("failure").GetString()!);
        var errors = await server.Http.GetAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/errors");
        Assert.Equal("text/csv", errors.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_form_is_taken_like_the_bytes_and_a_path_in_its_name_is_cut()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("no workbook")), "file", "../../etc/evil.xlsx" } };
        var answer = await server.Http.PostAsync("/api/v1/imports?dryRun=true", form);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("evil.xlsx", job.GetProperty("fileName").GetString());
        Assert.Equal($"/api/v1/imports/{job.GetProperty("id").GetString()}", answer.Headers.Location!.ToString());
        Assert.Equal("failed", (await Ended(job)).GetProperty("state").GetString());
    }

    [Theory]
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
        await server.Item("VERIFY1");
        var report = await (await server.Post("/api/v1/verification", "")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
    }

    private async Task<JsonElement> Import(string content, string name)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await server.Http.PostAsync($"/api/v1/imports?fileName={name}", body);
        return await Ended(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private async Task<JsonElement> Ended(JsonElement job)
    {
        var path = $"/api/v1/imports/{job.GetProperty("id").GetString()}";
        await ServerFixture.Until(async () => (job = await server.Get(path)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        return job;
    }
}
