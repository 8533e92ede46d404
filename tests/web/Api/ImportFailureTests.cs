using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OneLead.Sources.Imports;
using OneLead.Storage;

namespace OneLead.Web.Tests.Api;

/// <summary>An import that fails says what it had taken, and what it had taken can be taken back.</summary>
[Collection(nameof(ServerCollection))]
public class ImportFailureTests(ServerFixture server)
{
    private const string Broken = "<row><c r=\"ZZZ9\"><v>1</v></c></row>";

    [Fact]
    public async Task What_was_taken_before_the_failure_is_said_and_taken_back()
    {
        var job = await ImportAsync("?fileName=half.xlsx&dataDate=2025-08-01", Workbook("HALF", 2_500, Broken));
        Assert.Equal(("failed", true), (job.GetProperty("state").GetString(), job.GetProperty("canUndo").GetBoolean()));
        var report = job.GetProperty("report");
        Assert.Equal(2_000, report.GetProperty("new").GetInt32());
        Assert.Equal("it was read up to row 2501", report.GetProperty("sheets")[0].GetProperty("notes")[0].GetString());
        Assert.Equal(
            "Sheet 'Install Base', row 9 has a value beyond column 512. 2000 changes were taken before; undo the import to take them back.",
            job.GetProperty("failure").GetString());
        Assert.Equal(HttpStatusCode.OK, (await ItemAsync("HALF1999")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}/undo", "{}"))
            .StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ItemAsync("HALF1999")).StatusCode);
    }

    [Theory]
    [InlineData("x.xlsx")]
    [InlineData("x.zip")]
    [InlineData("x.yaml")]
    public async Task A_file_of_which_nothing_was_read_has_an_empty_report(string name)
    {
        var job = await ImportAsync($"?fileName={name}", Encoding.UTF8.GetBytes("[ no file of this kind"));
        Assert.Equal(("failed", false, 0),
            (job.GetProperty("state").GetString(), job.GetProperty("canUndo").GetBoolean(), job.GetProperty("report").GetProperty("rows")
            .GetInt32()));
    }

    // With a name, on the store to which the embedded one was moved.
    [Theory]
    [InlineData("")]
    [InlineData("one")]
    public async Task An_import_that_was_interrupted_by_the_end_of_the_process_can_be_undone(string node)
    {
        var states = new KeptState();
        using (var jobs = new ImportJobs(states))
        {
            var request = new ImportRequest("a.xlsx", "", false, null, null);
            jobs.Put(new ImportJob("id1", request, ImportState.Running, "", 0,
                DateTimeOffset.UnixEpoch)
            { Trace = new(["x"], 7, long.MaxValue) });
            await jobs.StoreAsync(default);
        }
        using var restored = new ImportJobs(states, node);
        await restored.RestoreAsync("OneLead was stopped.", default);
        var job = ImportJson.Of(restored.Find("id1")!);
        Assert.Equal((ImportState.Failed, true, "OneLead was stopped. Undo the import to take back what was taken."),
            (job.State, job.CanUndo, job.Failure));
        Assert.NotNull(job.Report);
        Assert.Equal(long.MaxValue, restored.Find("id1")!.Trace.Last);
    }

    [Fact]
    public async Task The_progress_of_an_import_and_the_loss_of_its_node_are_seen_on_every_other_node()
    {
        var states = new KeptState();
        using var one = new ImportJobs(states, "one");
        var running = new ImportJob("a", new ImportRequest("a.xlsx", "", false, null, null), ImportState.Running, "Install Base", 2_000,
            DateTimeOffset.UnixEpoch)
        { Trace = new(["x"], 7, long.MaxValue) };
        one.Put(running);
        await one.StoreAsync(default);
        await one.ShareProgressAsync(default);
        var (isLost, moved) = (false, new List<ImportJob>());
        using var two = new ImportJobs(states, "two", job => isLost && job.Node == "one") { Moved = moved.Add };
        await two.RefreshAsync(default);
        Assert.Equal(("Install Base", 2_000), (two.Find("a")!.Stage, two.Find("a")!.RowsRead));
        Assert.Equal("a", two.BroughtBy("x", 8)?.Id);

        one.Put(running with { Stage = "settling", RowsRead = 5_000 });
        await one.ShareProgressAsync(default);
        await two.RefreshAsync(default);
        await two.EndLostAsync("Lost.", default);
        Assert.Equal(("settling", 5_000, ImportState.Running), (moved[^1].Stage, moved[^1].RowsRead, moved[^1].State));

        isLost = true;
        await two.EndLostAsync("Lost.", default);
        Assert.Equal((ImportState.Failed, "Lost. Undo the import to take back what was taken."), (moved[^1].State, moved[^1].Failure));
        Assert.Null(await states.ReadTagAsync("import-progress", "a"));
        using var three = new ImportJobs(states, "three");
        await three.RestoreAsync("", default);
        Assert.Equal((ImportState.Failed, true), (three.Find("a")!.State, three.Find("a")!.CanUndo));
    }

    [Theory]
    [InlineData("")]
    [InlineData("one")]
    public async Task An_import_keeps_its_file_and_row_errors_when_another_is_stored(string node)
    {
        using var jobs = new ImportJobs(new KeptState(), node);
        var request = new ImportRequest("a.xlsx", "/uploads/a", false, null, null);
        jobs.Put(new ImportJob("a", request, ImportState.Queued, "", 0, DateTimeOffset.UnixEpoch));
        await jobs.StoreAsync(default);
        var queued = jobs.Find("a");
        jobs.Put(new ImportJob("b", request, ImportState.Running, "", 0, DateTimeOffset.UnixEpoch));
        await jobs.StoreAsync(default);
        await jobs.RefreshAsync(default);

        Assert.Same(queued, jobs.Find("a"));
        Assert.Equal("/uploads/a", queued!.Request.Path);
    }

    [Fact]
    public async Task Nodes_that_share_a_store_list_each_others_imports_and_fail_only_their_own_after_a_restart()
    {
        var states = new KeptState();
        using var one = new ImportJobs(states, "one");
        one.Put(Running("a"));
        await one.StoreAsync(default);
        using var two = new ImportJobs(states, "two");
        await two.RestoreAsync("OneLead was stopped.", default);
        two.Put(Running("b"));
        await two.StoreAsync(default);
        await one.RefreshAsync(default);

        Assert.Equal((ImportState.Running, ImportState.Running), (one.Find("b")!.State, two.Find("a")!.State));
        one.Put(one.Find("a")!.AsFailed(DateTimeOffset.UnixEpoch, "no such sheet"));
        await one.StoreAsync(default);
        using var restarted = new ImportJobs(states, "two");
        await restarted.RestoreAsync("OneLead was stopped.", default);

        Assert.Equal(("no such sheet", "OneLead was stopped."), (restarted.Find("a")!.Failure, restarted.Find("b")!.Failure));

        static ImportJob Running(string id) =>
            new(id, new ImportRequest($"{id}.xlsx", "", false, null, null), ImportState.Running, "", 0, DateTimeOffset.UnixEpoch);
    }

    [Theory]
    [InlineData("/api/v1/imports?fileName=a.xlsx")]
    [InlineData("/api/v1/imports/preview?fileName=a.xlsx")]
    public async Task A_file_that_the_disk_does_not_take_is_answered_with_503(string path)
    {
        await using var own = new ServerFixture();
        await own.InitializeAsync();
        // A file where the folder of uploads should be.
        await File.WriteAllTextAsync(Path.Combine(own.Data, "uploads"), "");
        using var body = new ByteArrayContent(Workbook("NODISK", 1, ""));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await own.Http.PostAsync(path, body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private Task<HttpResponseMessage> ItemAsync(string serial) => server.Http.GetAsync($"/api/v1/items/hpe:{serial}");

    private async Task<JsonElement> ImportAsync(string query, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var job = await (await server.Http.PostAsync("/api/v1/imports" + query, body)).Content.ReadFromJsonAsync<JsonElement>();
        var path = $"/api/v1/imports/{job.GetProperty("id").GetString()}";
        await ServerFixture.UntilAsync(async () => (job = await server.GetAsync(path)).GetProperty("finishedAt")
            .ValueKind != JsonValueKind.Null);
        return job;
    }

    private static byte[] Workbook(string serial, int rows, string end)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var sheet = new StringBuilder($"<worksheet xmlns=\"{main}\"><sheetData>");
        AddRow("Serial_Number_Id", "Account_Sales_Territory_Id");
        for (var i = 0; i < rows; i++)
            AddRow(FormattableString.Invariant($"{serial}{i:0000}"), "57300");
        sheet.Append(end.Replace("<row>", "<row r=\"9\">", StringComparison.Ordinal)).Append("</sheetData></worksheet>");
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("_rels/.rels",
                $"<Relationships><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml",
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Install Base\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels",
                $"<Relationships><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add("xl/worksheets/sheet1.xml", sheet.ToString());

            void Add(string name, string text)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open());
                part.Write(text);
            }
        }
        return file.ToArray();

        void AddRow(string first, string second) =>
            sheet.Append("<row><c t=\"str\"><v>").Append(first).Append("</v></c><c t=\"str\"><v>").Append(second).Append("</v></c></row>");
    }

    private sealed class KeptState : IStateStore
    {
        private readonly Dictionary<(string, string), StoredState> _states = [];
        private int _tag;

        public ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default) =>
            new(_states.TryGetValue((name, key), out var state) ? state : null);

        public async ValueTask<string?> ReadTagAsync(string name, string key, CancellationToken cancellation = default) =>
            (await ReadAsync(name, key, cancellation))?.ETag;

        public async ValueTask<string?> WriteAsync(
            string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default)
        {
            if (await ReadTagAsync(name, key, cancellation) != etag)
                return null;
            return (_states[(name, key)] = new(bytes, $"{++_tag}")).ETag;
        }

        public async ValueTask<bool> ClearAsync(string name, string key, string etag, CancellationToken cancellation = default) =>
            await ReadTagAsync(name, key, cancellation) == etag && _states.Remove((name, key));

        public ValueTask ClearBeforeAsync(string name, byte[] bytes, CancellationToken cancellation = default) =>
            throw new NotSupportedException();
    }
}
