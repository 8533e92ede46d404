using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Sources.Csv;
using OneLead.Sources.Http;
using OneLead.Sources.Mapping;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>/imports: upload workbooks and tables, follow imports, undo them, and download their row errors.</summary>
internal static class ImportEndpoints
{
    private static readonly string[] UploadTypes =
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream"];

    private static readonly TimeSpan PreviewPatience = TimeSpan.FromSeconds(30);

    /// <param name="data">The data directory: the installation's own mappings, and uploads in a folder.</param>
    public static IServiceCollection AddImports(this IServiceCollection services, string data) => services
        .AddSingleton(new MappingLibrary(data))
        .AddSingleton(s => ActivatorUtilities.CreateInstance<UploadFolder>(s, Path.Combine(data, "uploads")))
        .AddSingleton(Jobs)
        .AddSingleton<ImportMetrics>()
        .AddSingleton<ImportRunner>()
        .AddSingleton<ReadingGate>()
        .AddSingleton<ImportUndo>()
        .AddSingleton<ImportUpload>()
        .AddSingleton<ImportService>()
        .AddHostedService(s => s.GetRequiredService<ImportService>());

    private static ImportJobs Jobs(IServiceProvider services)
    {
        var states = services.GetRequiredService<IStateStore>();
        if (!services.HasSharedStore())
            return new(states);
        var nodes = ActivatorUtilities.CreateInstance<ImportNodes>(services);
        return new(states, nodes.Own, nodes.IsLost);
    }

    public static void MapImports(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports").Needs(Permission.ReadOperations);
        var changes = imports.MapGroup("").Needs(Permission.Operate);
        changes.MapPost("", UploadAsync).Audits(AuditAction.ImportStarted, "import")
            .WithSummary("Imports a workbook (.xlsx), tables (.csv, .tsv, or a .zip of them) or a territory file (.yaml): "
                + "multipart/form-data with a file, or the file itself with ?fileName=")
            .Accepts<IFormFile>("multipart/form-data", UploadTypes)
            .Produces<ImportJson>(202)
            .WithListParameters(
                null,
                ("dryRun", "true: read and report, change nothing"),
                ("asOf", "The day to begin first, yyyy-MM-dd"),
                ("dataDate", "The date of the data, yyyy-MM-dd"),
                ("mapping", "Tables: a shipped mapping or a file in the data directory. Default: sales-analytics"),
                ("source", "Tables: the sender. Default: the mapping's name"),
                ("encoding", "Tables: the encoding of files without a byte order mark, such as shift_jis. Default: found out"),
                ("fileTime", "Tables: when the file was written, RFC 3339"),
                ("missing", "Tables: what happens to objects that earlier files had and these lack: kept (default), flagged, removed"))
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        imports.MapGet("", ListAsync).WithListParameters(null).WithSummary("Lists imports, newest first");
        imports.MapGet("/{id}", GetAsync).WithSummary("Gets an import with its report").ProducesProblem(404);
        changes.MapPost("/preview", PreviewAsync).ChangesNothing()
            .WithSummary("Shows how a file would be read: sheets, columns and fields, samples, missing columns")
            .Accepts<IFormFile>("multipart/form-data", UploadTypes)
            .Produces<PreviewJson>()
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        changes.MapPost("/{id}/undo", UndoAsync).Audits(AuditAction.ImportUndone, "import")
            .WithSummary("Undoes an import: earlier values apply again")
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
        imports.MapGet("/{id}/errors", ErrorsAsync)
            .WithSummary("Downloads an import's row errors as CSV")
            .Produces(200, contentType: "text/csv").ProducesProblem(404);
    }

    private static async Task<IResult> UploadAsync(
        HttpRequest request, ImportUpload upload, ImportService imports, IGrainFactory grains)
    {
        // Refused before the file is read, and again when the import begins its day.
        if (QueryParameters.Date(request.Query, "asOf") is { } day
            && await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).CheckDay(day) == DayOutcome.TooFarAhead)
            return Refusal.Invalid.Problem(DayOutcome.TooFarAhead.Reason(day));
        return await upload.ReceiveAsync(request, async (asked, id) =>
        {
            var audit = request.HttpContext.Audit().Of(id, asked.FileName).With(
                ("file", FieldValue.Of(asked.FileName)),
                ("bytes", FieldValue.Of(new FileInfo(asked.Path) is { Exists: true } file ? file.Length : 0)));
            if (asked.IsDryRun)
                audit.Nothing();
            var job = await imports.EnqueueAsync(asked, id);
            IResult answer = job is null
                ? Overloaded(request, "The import queue is full. Try again when an import has ended.")
                : TypedResults.Accepted($"/api/v1/imports/{id}", ImportJson.Of(job));
            return (answer, job is not null);
        });
    }

    private static ProblemHttpResult Overloaded(HttpRequest request, string detail) =>
        Refusal.Overloaded.Problem(detail, request.HttpContext.Response, TimeSpan.FromSeconds(30));

    private static Task<IResult> PreviewAsync(HttpRequest request, ImportUpload upload, ReadingGate gate, TimeProvider clock) =>
        upload.ReceiveAsync(request, async (asked, _) =>
        {
            var cancellation = request.HttpContext.RequestAborted;
            using var turn = await gate.EnterAsync(new FileInfo(asked.Path).Length, PreviewPatience, cancellation);
            if (turn is null)
                return (Overloaded(request, "Another file is being read. Try again when it has ended."), false);
            try
            {
                var preview = await Task.Run(() => new ImportPreview(clock).Read(asked, cancellation), cancellation);
                return (TypedResults.Ok(preview), false);
            }
            catch (Exception e) when (e is WorkbookException or CsvException or TerritoryFileException)
            {
                return (Refusal.Invalid.Problem(e.Message), false);
            }
        });

    private static async Task<Ok<PageJson<ImportJson>>> ListAsync(HttpRequest request, ImportJobs jobs, CancellationToken cancellation)
    {
        await jobs.RefreshAsync(cancellation);
        return TypedResults.Ok(jobs.Page(QueryParameters.Text(request.Query, "cursor"), QueryParameters.Limit(request.Query)));
    }

    private static async Task<Results<Ok<ImportJson>, ProblemHttpResult>> GetAsync(
        string id, ImportJobs jobs, CancellationToken cancellation)
    {
        await jobs.RefreshAsync(cancellation);
        return jobs.Find(id) is { } job ? TypedResults.Ok(ImportJson.Of(job)) : NotFound(id);
    }

    private static async Task<Results<Ok<ImportJson>, ProblemHttpResult>> UndoAsync(
        string id, ImportUndoRequest? body, HttpContext http, ImportJobs jobs, ImportService imports, CancellationToken cancellation)
    {
        RequestTexts.Check(("by", body?.By), ("reason", body?.Reason));
        await jobs.RefreshAsync(cancellation);
        if (jobs.Find(id) is not { } job)
            return NotFound(id);
        http.Audit().Of(id, job.Request.FileName).With(("reason", body?.Reason is { } reason ? FieldValue.Of(reason) : FieldValue.Null));
        return await imports.UndoAsync(job, body?.By, body?.Reason, http.Author(), cancellation) is { } undone
            ? TypedResults.Ok(ImportJson.Of(undone))
            : Refusal.Conflict.Problem(job.IsEnded ? "The import wrote nothing that could be undone." : "The import has not ended yet.");
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ErrorsAsync(
        string id, ImportJobs jobs, CancellationToken cancellation)
    {
        await jobs.RefreshAsync(cancellation);
        if (jobs.Find(id) is not { } job)
            return NotFound(id);
        // After a restart, and on other nodes, the errors are in the store only.
        var stored = job.Report is { Errors.Length: 0, ErrorCount: > 0 } ? await jobs.ReadErrorsAsync(id, cancellation) : null;
        return TypedResults.File(stored ?? ImportService.ErrorsAsCsv(job.Report), "text/csv; charset=utf-8", $"import-{id}-errors.csv");
    }

    private static ProblemHttpResult NotFound(string id) => Refusal.NotFound.Problem($"There is no import '{id}'.");
}
