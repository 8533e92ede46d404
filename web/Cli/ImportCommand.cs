using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Spectre.Console;

namespace OneLead.Web.Cli;

/// <summary><c>onelead import FILE|DIRECTORY…</c>: 0 if all rows were accepted, 2 if rows were refused, 1 if it failed.</summary>
internal static class ImportCommand
{
    private static readonly string[] Figures = ["Rows", "Skipped", "Events", "Refused", "Left out", "Warned"];

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE|DIRECTORY")
        {
            Description = "Workbooks (.xlsx), tables (.csv, .tsv, a .zip or a directory of them), territory files (.yaml)",
            Arity = ArgumentArity.OneOrMore,
        };
        var dataDate = new Option<DateOnly?>("--data-date")
        {
            Description = "The date of the data. Default: the workbook's own", CustomParser = Commands.Date,
        };
        var asOf = new Option<DateOnly?>("--as-of")
        {
            Description = "The day to begin before the import. Default: the current day stays", CustomParser = Commands.Date,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Read and report, but change nothing" };
        var mapping = new Option<string?>("--mapping")
        {
            Description = "For tables: a shipped mapping, or a file in the data directory. Default: sales-analytics",
        };
        var source = new Option<string?>("--source") { Description = "For tables: the source's name. Default: the mapping's name" };
        var missing = new Option<string?>("--missing")
        {
            Description = "For tables: what happens to objects of earlier files that are missing now: kept (default), flagged, removed",
        };
        var encoding = new Option<string?>("--encoding")
        {
            Description = "For tables: the encoding of files without a byte order mark, such as shift_jis. Default: found out",
        };
        var json = new Option<bool>("--json") { Description = "Print the reports as JSON" };
        var errors = new Option<FileInfo?>("--errors") { Description = "Write the row errors to this CSV file" };
        var command = new Command("import", "Imports workbooks and tables, one after the other")
        {
            files, mapping, source, missing, encoding, asOf, dataDate, dryRun, json, errors, Commands.ServerUrl,
        };
        command.SetAction((parsed, cancellation) => CommandGuard.RunAsync(async () =>
        {
            await using var server = await ServerConnection.OpenAsync(parsed, cancellation);
            var query = Query(parsed.GetValue(asOf), parsed.GetValue(dataDate), parsed.GetValue(dryRun))
                + Parameter("mapping", parsed.GetValue(mapping)) + Parameter("source", parsed.GetValue(source))
                + Parameter("missing", parsed.GetValue(missing)) + Parameter("encoding", parsed.GetValue(encoding));
            await using var rejects = parsed.GetValue(errors) is { } path ? new StreamWriter(path.Create()) : null;
            var worst = 0;
            foreach (var file in parsed.GetValue(files)!)
                worst = Worse(worst, await ImportAsync(server, new FileInfo(file), query, parsed.GetValue(json), rejects, cancellation));
            return worst;
        }));
        return command;
    }

    private static async Task<int> ImportAsync(
        ServerConnection server, FileInfo file, string query, bool asJson, StreamWriter? rejects, CancellationToken cancellation)
    {
        if (Directory.Exists(file.FullName))
        {
            using var packed = new PackedTables(file.FullName);
            return await ImportAsync(server, packed.File, query, asJson, rejects, cancellation);
        }
        if (!file.Exists)
            throw new CommandFailedException($"There is no file {file.FullName}.");
        var job = await FollowAsync(server, file, query, cancellation);
        var id = job.GetProperty("id").GetString();
        if (rejects is not null)
            await AppendAsync(server, id!, rejects, cancellation);
        if (asJson)
            Console.WriteLine(job.GetRawText());
        else
            Show(job);
        return job.GetProperty("state").GetString() == "failed" ? 1
            : job.GetProperty("report").GetProperty("refused").GetInt64() > 0 ? 2
            : 0;
    }

    // One header for all files.
    private static async Task AppendAsync(ServerConnection server, string id, StreamWriter rejects, CancellationToken cancellation)
    {
        using var answer = await server.SendAsync(new(HttpMethod.Get, $"/api/v1/imports/{id}/errors"), cancellation);
        using var csv = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        var header = await csv.ReadLineAsync(cancellation);
        if (rejects.BaseStream.Position == 0)
        {
            await rejects.WriteLineAsync(header);
            await rejects.FlushAsync(cancellation);
        }
        await rejects.WriteAsync(await csv.ReadToEndAsync(cancellation));
    }

    private static Task<JsonElement> FollowAsync(ServerConnection server, FileInfo file, string query, CancellationToken cancellation)
    {
        // Progress goes to stderr, so that stdout holds only the report.
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Status().StartAsync($"{Markup.Escape(file.Name)}: uploading", async status =>
        {
            await using var content = file.OpenRead();
            using var body = new StreamContent(content);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            var upload = new HttpRequestMessage(
                HttpMethod.Post,
                $"/api/v1/imports?fileName={Uri.EscapeDataString(file.Name)}&fileTime={file.LastWriteTimeUtc:O}{query}")
            { Content = body };
            // Lets the server refuse a file that is too large before it is sent.
            upload.Headers.ExpectContinue = true;
            var job = await server.JsonAsync(upload, cancellation);
            while (job.GetProperty("state").GetString() is "queued" or "running")
            {
                await Task.Delay(150, cancellation);
                job = await server.JsonAsync($"/api/v1/imports/{job.GetProperty("id").GetString()}", cancellation);
                var stage = job.GetProperty("stage").GetString() is { Length: > 0 } now ? now : job.GetProperty("state").GetString()!;
                status.Status($"{Markup.Escape(file.Name)}: {Markup.Escape(stage)}, {job.GetProperty("rowsRead").GetInt64():N0} rows");
            }
            return job;
        });
    }

    private static void Show(JsonElement job)
    {
        if (job.GetProperty("report") is { ValueKind: JsonValueKind.Object } report)
        {
            var table = new Table().AddColumns("Sheet", "Kind");
            foreach (var column in Figures)
                table.AddColumn(new TableColumn(column).RightAligned());
            foreach (var sheet in report.GetProperty("sheets").EnumerateArray())
            {
                table.AddRow(
                    Markup.Escape(sheet.GetProperty("name").GetString()!),
                    Markup.Escape(sheet.GetProperty("kind").GetString() ?? sheet.GetProperty("problem").GetString() ?? ""),
                    Number(sheet, "rows"), Number(sheet, "skipped"), Number(sheet, "events"), Number(sheet, "refused"),
                    Number(sheet, "values"), Number(sheet, "warned"));
            }
            AnsiConsole.Write(table);
            foreach (var sheet in report.GetProperty("sheets").EnumerateArray())
            {
                var name = sheet.GetProperty("name").GetString();
                if (sheet.GetProperty("unread").GetInt64() is > 0 and var unread)
                    AnsiConsole.WriteLine($"{name}: not read: {Counted(unread)} ({sheet.GetProperty("problem").GetString()}).");
                if (sheet.GetProperty("unused").GetInt64() is > 0 and var unused)
                    AnsiConsole.WriteLine(
                        $"{name}: stored, not used yet: {Counted(unused)}. {sheet.GetProperty("unusedReason").GetString()}");
            }
            AnsiConsole.WriteLine(report.GetProperty("new").ValueKind == JsonValueKind.Null
                ? "Dry run: nothing was changed."
                : $"{Number(report, "new")} new events, {Number(report, "repeated")} known ones, "
                    + $"{Number(report, "decisions")} decisions on names.");
        }
        if (job.GetProperty("failure").GetString() is { } failure)
            Console.Error.WriteLine(failure);
    }

    private static string Number(JsonElement of, string name) =>
        of.GetProperty(name).GetInt64().ToString("N0", CultureInfo.InvariantCulture);

    private static string Counted(long rows) => rows.ToString("N0", CultureInfo.InvariantCulture) + (rows == 1 ? " row" : " rows");

    private static int Worse(int a, int b) => a == 1 || b == 1 ? 1 : Math.Max(a, b);

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";

    private static string Query(DateOnly? asOf, DateOnly? dataDate, bool isDryRun) =>
        (asOf is { } a ? $"&asOf={a:yyyy-MM-dd}" : "") + (dataDate is { } d ? $"&dataDate={d:yyyy-MM-dd}" : "")
        + (isDryRun ? "&dryRun=true" : "");
}
