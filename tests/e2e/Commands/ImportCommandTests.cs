using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>A server that runs, to which commands on its data directory talk.</summary>
public sealed class OneServer : IAsyncLifetime
{
    internal DataDirectory Data { get; } = new();

    /// <summary>Where workbooks and what commands write are kept.</summary>
    internal DataDirectory Files { get; } = new();

    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await RunningServer.StartAsync(Data, null, "--no-sample", "--as-of", "2025-10-29");

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Data.Dispose();
        Files.Dispose();
    }
}

public sealed class ImportCommandTests(OneServer one) : IClassFixture<OneServer>
{
    [Fact]
    public async Task Dirt_that_was_cleaned_ends_with_0_and_the_running_server_has_the_items()
    {
        var job = Assert.Single((await OneLeadProgram.RunAsync(one.Data, "import",
            TestWorkbookFile.Of(one.Files, "clean.xlsx", "CLEAN1", "CLEAN2"), "--json")).With(0).Json);
        var sheet = Assert.Single(job.GetProperty("report").GetProperty("sheets").EnumerateArray());
        Assert.Equal((2, 0), (sheet.GetProperty("events").GetInt32(), sheet.GetProperty("refused").GetInt32()));
        Assert.NotEmpty(sheet.GetProperty("normalised").EnumerateObject());
        Assert.Equal("CLEAN1", (await one.Server.GetAsync("/api/v1/items/hpe:CLEAN1")).GetProperty("serial").GetString());
        Assert.Equal(6, (await one.Server.AllAsync("/api/v1/leads?text=CLEAN")).Length);
    }

    [Fact]
    public async Task A_refused_row_ends_with_2_and_stands_in_the_file_of_errors()
    {
        var errors = one.Files.File("errors.csv");
        var ended = await OneLeadProgram.RunAsync(one.Data, "import",
            TestWorkbookFile.Of(one.Files, "dirty.xlsx", "DIRTY1", null, "DIRTY3"), "--errors", errors);
        ended.With(2);
        var lines = await File.ReadAllLinesAsync(errors);
        Assert.Equal("sheet,row,column,value,reason,refused", lines[0]);
        Assert.StartsWith("Install Base,3,Serial_Number_Id,(null),", Assert.Single(lines[1..]), StringComparison.Ordinal);
        Assert.Equal(2, (await one.Server.AllAsync("/api/v1/leads?text=DIRTY&type=renewal")).Length);
    }

    [Fact]
    public async Task Rows_that_are_stored_and_not_used_yet_are_said()
    {
        var file = one.Files.File("ticket_worklog.csv");
        await File.WriteAllTextAsync(file, "worklog_id,ticket_id,minutes\nCLI-W1,T1,30\nCLI-W2,T1,45\n");
        var output = (await OneLeadProgram.RunAsync(one.Data, "import", file)).With(0).Output;
        Assert.Contains(
            "ticket_worklog.csv: stored, not used yet: 2 rows. No score or page is built on this table yet.",
            string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(2, (await one.Server.AllAsync("/api/v1/entities/raw?where=table:eq:ticket_worklog&text=CLI")).Length);
    }

    [Fact]
    public async Task A_directory_of_tables_is_one_import_and_what_a_later_full_export_does_not_name_is_removed()
    {
        var tables = Directory.CreateDirectory(one.Files.File("export")).FullName;
        await File.WriteAllTextAsync(Path.Combine(tables, "customer.csv"),
            "customer_id;customer_name;customer_tier\n9001;Kestrel Logistics;Strategic\n");
        await File.WriteAllTextAsync(Path.Combine(tables, "INSTALL_BASE_20250829.csv"),
            "serial_number;customer_id;install_base_id\nCSVA;9001;1\nCSVB;9001;2\nCSVC;9009;3\n");
        string[] options = ["--mapping", "onelead-star", "--missing", "removed", "--json"];
        var job = Assert.Single(
            (await OneLeadProgram.RunAsync(one.Data, ["import", tables, "--data-date", "2025-08-29", .. options])).With(0).Json);
        Assert.Equal(["customer.csv", "INSTALL_BASE_20250829.csv"],
            job.GetProperty("report").GetProperty("sheets").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal((4, 1), (job.GetProperty("report").GetProperty("events").GetInt32(),
            job.GetProperty("report").GetProperty("sheets")[1].GetProperty("warned").GetInt32()));
        Assert.Equal("Kestrel Logistics",
            (await one.Server.GetAsync("/api/v1/accounts/customer:9001")).GetProperty("account").GetProperty("name").GetString());
        Assert.Equal(2, (await one.Server.AllAsync("/api/v1/accounts/customer:9001/items")).Length);

        var later = one.Files.File("install_base.csv");
        await File.WriteAllTextAsync(later, "serial_number;customer_id;install_base_id\nCSVA;9001;1\nCSVC;9009;3\n");
        (await OneLeadProgram.RunAsync(one.Data, ["import", later, "--data-date", "2025-09-01", .. options])).With(0);
        Assert.Equal("CSVA",
            Assert.Single(await one.Server.AllAsync("/api/v1/accounts/customer:9001/items")).GetProperty("serial").GetString());
    }

    [Theory]
    [InlineData("notes.xlsx", "this is no workbook", "workbook")]
    [InlineData("territories.yaml", "territory_mapping:\n  \"56088\": Apple Inc\n  \"56088\": Apple\n", "Line 3: '56088' occurs twice.")]
    public async Task A_file_that_cannot_be_read_ends_with_1_and_says_why(string name, string content, string reason)
    {
        await File.WriteAllTextAsync(one.Files.File(name), content);
        Assert.Contains(reason, (await OneLeadProgram.RunAsync(one.Data, "import", one.Files.File(name))).With(1).Errors,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_ends_with_1() =>
        Assert.Contains("There is no file",
            (await OneLeadProgram.RunAsync(one.Data, "import", one.Files.File("nowhere.xlsx"))).With(1).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task A_dry_run_reports_the_same_and_changes_nothing()
    {
        var file = TestWorkbookFile.Of(one.Files, "dry.xlsx", "DRY1", null);
        var before = await StateAsync();
        var job = Assert.Single((await OneLeadProgram.RunAsync(one.Data, "import", file, "--dry-run", "--json")).With(2).Json);
        Assert.Equal(
            (JsonValueKind.Null, 1, 1), (job.GetProperty("report").GetProperty("new").ValueKind,
                job.GetProperty("report").GetProperty("events").GetInt32(), job.GetProperty("report").GetProperty("refused").GetInt32()));
        Assert.Equal(before, await StateAsync());

        // The digest is over every account's state, and the rows are the journal's.
        async Task<string> StateAsync() => (await one.Server.PostAsync("/api/v1/verification", new { })).GetRawText();
    }

    [Fact]
    public async Task A_second_server_on_the_directory_ends_with_1_and_says_who_has_it()
    {
        var second = (await OneLeadProgram.RunAsync(one.Data, "--urls", "http://127.0.0.1:0", "--no-sample")).With(1);
        Assert.Contains($"The data directory {one.Data.Path} is in use by process ", second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Errors + second.Output, StringComparison.Ordinal);
        Assert.True((await one.Server.Http.GetAsync(new Uri("/readyz", UriKind.Relative))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_command_that_finds_neither_a_server_nor_a_free_store_ends_with_1_and_says_who_has_it()
    {
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample");
        File.Delete(data.File("server.json"));
        var verify = (await OneLeadProgram.RunAsync(data, "verify")).With(1);
        Assert.Equal(("", true),
            (verify.Output, verify.Errors.StartsWith($"The data directory {data.Path} is in use by process ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_server_on_the_port_ends_with_1_and_says_so()
    {
        using var other = new DataDirectory();
        var second = (await OneLeadProgram.RunAsync(other, "--urls", one.Server.Address.ToString(), "--no-sample")).With(1);
        Assert.Contains("address already in use", second.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_server_was_killed_commands_work_on_the_store_itself()
    {
        using var data = new DataDirectory();
        await using (var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29"))
        {
            (await OneLeadProgram.RunAsync(data, "import", TestWorkbookFile.Of(one.Files, "killed.xlsx", "KILLED1"))).With(0);
            await server.KillAsync();
        }
        Assert.True(File.Exists(data.File("server.json")), "what a killed server leaves behind");
        var detail = Assert.Single((await OneLeadProgram.RunAsync(data, "explain", "hpe:KILLED1:renewal", "--json")).With(0).Json);
        Assert.Equal(detail.GetProperty("lead").GetProperty("score").GetDecimal(),
            detail.GetProperty("explanation").GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("contribution").GetDecimal()));
        Assert.Contains("hpe:KILLED1:service_attach",
            (await OneLeadProgram.RunAsync(data, "export", "leads", "--filter", "type=service_attach")).With(0).Output,
            StringComparison.Ordinal);
    }
}
