using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using OneLead.Sources.Csv;
using OneLead.Sources.Http;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Imports;

/// <summary>Imports: upload a workbook or tables, see what became of it, download its row errors.</summary>
internal static class ImportEndpoints
{
    private const string DefaultMapping = "sales-analytics";

    /// <param name="mappings">The folder of mappings of one's own.</param>
    public static IServiceCollection AddImports(this IServiceCollection services, string mappings) => services
        .AddSingleton(new MappingLibrary(mappings))
        .AddSingleton<ImportJobs>()
        .AddSingleton<ImportMetrics>()
        .AddSingleton<ImportService>()
        .AddHostedService(s => s.GetRequiredService<ImportService>());

    public static void MapImports(this RouteGroupBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapPost("", Upload).Produces<ImportJson>(202).WithSummary("Imports a workbook (.xlsx), tables (.csv, .tsv, or a .zip of them) or a territory file (.yaml): multipart/form-data with a file, or the bytes as they are with ?fileName=")
            .Accepts<IFormFile>("multipart/form-data", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream")
            .WithListParameters(null, ("dryRun", "true: read and report, change nothing"), ("asOf", "The day to begin first, yyyy-MM-dd"), ("dataDate", "The date of the data, yyyy-MM-dd"),
                ("mapping", "Of tables: the mapping, one that ships or a file of the data directory; default sales-analytics"), ("source", "Of tables: who sends; default the mapping's name"),
                ("fileTime", "Of tables: when the file was written, RFC 3339"), ("missing", "Of tables: what becomes of what earlier files named and these do not: kept (default), flagged, removed"))
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        imports.MapGet("", List).WithListParameters(null).WithSummary("Imports, the newest first");
        imports.MapGet("/{id}", Get).WithSummary("An import with its report").ProducesProblem(404);
        imports.MapPost("/preview", Preview).Accepts<IFormFile>("multipart/form-data", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream").Produces<PreviewJson>()
            .WithSummary("How a file would be read: sheets, columns and fields, samples, what is missing").ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        imports.MapPost("/{id}/undo", Undo).WithSummary("Takes an import back: what was known before it stands again").ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
        imports.MapGet("/{id}/errors", Errors).Produces(200, contentType: "text/csv").ProducesProblem(404).WithSummary("The import's row errors as CSV");
    }

    private static Task<IResult> Upload(HttpRequest request, ImportService imports, MappingLibrary mappings, IOptions<SourcesOptions> options) => Receive(request, mappings, options, (asked, id) =>
        Task.FromResult(imports.Enqueue(asked, id) is { } job ? (TypedResults.Accepted($"/api/v1/imports/{id}", ImportJson.Of(job)), true) : ((IResult)Refusal.Overloaded.Problem("Too many imports are waiting."), false)));

    private static Task<IResult> Preview(HttpRequest request, MappingLibrary mappings, IOptions<SourcesOptions> options, TimeProvider clock) => Receive(request, mappings, options, async (asked, _) =>
    {
        try
        {
            return (TypedResults.Ok(await Task.Run(() => new ImportPreview(clock).Of(asked, request.HttpContext.RequestAborted), request.HttpContext.RequestAborted)), false);
        }
        catch (Exception e) when (e is Sources.Workbooks.WorkbookException or CsvException or Sources.Territories.TerritoryFileException)
        {
            return (Refusal.Invalid.Problem(e.Message), false);
        }
    });

    private static async Task<Results<Ok<ImportJson>, ProblemHttpResult>> Undo(string id, ImportUndoRequest? body, ImportJobs jobs, ImportService imports, CancellationToken cancellation)
    {
        if (jobs.Find(id) is not { } job)
            return NoImport(id);
        return await imports.Undo(job, body?.By, body?.Reason, cancellation) is { } undone
            ? TypedResults.Ok(ImportJson.Of(undone))
            : Refusal.Conflict.Problem(job.IsEnded ? "It has brought nothing that could be taken back." : "It has not ended yet.");
    }

    /// <summary>A report's row errors as a file.</summary>
    public static byte[] Csv(Sources.Workbooks.ImportReport? report)
    {
        using var text = new StringWriter();
        report?.WriteErrors(text);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    // Keeps the upload in a file while it is looked at, or for who takes it over.
    private static async Task<IResult> Receive(HttpRequest request, MappingLibrary mappings, IOptions<SourcesOptions> options, Func<ImportRequest, string, Task<(IResult Answer, bool IsTaken)>> use)
    {
        var (isDryRun, asOf, dataDate) = (QueryParameters.Flag(request.Query, "dryRun") ?? false, QueryParameters.Date(request.Query, "asOf"), QueryParameters.Date(request.Query, "dataDate"));
        var limit = options.Value.MaxImportBytes;
        if (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit + 64 * 1024;
        if (await Body(request) is not { } file)
            return Refusal.UnsupportedMedia.Problem("Send multipart/form-data with a file, or the workbook itself as application/octet-stream.");
        TableRequest? tables = null;
        if (CsvImport.IsNamed(file.Name))
        {
            var (mapping, errors) = mappings.Find(QueryParameters.Text(request.Query, "mapping") ?? DefaultMapping);
            if (mapping is null)
                return Refusal.Invalid.Problem(string.Join("\n", errors));
            tables = new(mapping, Source(request.Query), QueryParameters.Instant(request.Query, "fileTime"), Missing(request.Query));
        }
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var path = Path.Combine(Path.GetTempPath(), $"onelead-import-{id}.xlsx");
        var isTaken = false;
        try
        {
            if (!await Save(file.Content, path, limit, request.HttpContext.RequestAborted))
                return Refusal.TooLarge.Problem($"An import is at most {limit / 1_000_000} MB.");
            (var answer, isTaken) = await use(new(file.Name, path, isDryRun, asOf, dataDate) { Tables = tables }, id);
            return answer;
        }
        finally
        {
            if (!isTaken)
                File.Delete(path);
        }
    }

    private static MissingRows Missing(IQueryCollection query) =>
        QueryParameters.Text(query, "missing") is not { } text ? MissingRows.Kept : Wire.TryParse<MissingRows>(text, out var missing) ? missing : throw QueryParameters.Bad("missing", "kept, flagged or removed");

    private static string? Source(IQueryCollection query) =>
        QueryParameters.Text(query, "source") is not { } text ? null : text.Length <= 100 && Keys.Part(text) == text ? text : throw QueryParameters.Bad("source", "letters, digits, '.', '_' and '-', at most 100");

    private static Ok<PageJson<ImportJson>> List(HttpRequest request, ImportJobs jobs) =>
        TypedResults.Ok(jobs.Page(QueryParameters.Text(request.Query, "cursor"), QueryParameters.Limit(request.Query)));

    private static Results<Ok<ImportJson>, ProblemHttpResult> Get(string id, ImportJobs jobs) =>
        jobs.Find(id) is { } job ? TypedResults.Ok(ImportJson.Of(job)) : NoImport(id);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Errors(string id, ImportJobs jobs, CancellationToken cancellation)
    {
        if (jobs.Find(id) is not { } job)
            return NoImport(id);
        var csv = job.Report is { Errors.Length: 0, ErrorCount: > 0 } ? await jobs.Errors(id, cancellation) : null;
        return TypedResults.File(csv ?? Csv(job.Report), "text/csv; charset=utf-8", $"import-{id}-errors.csv");
    }

    // Streamed: an upload is never held in memory.
    private static async Task<(string Name, Stream Content)?> Body(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return null;
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return request.HasFormContentType || request.HasJsonContentType() ? null : (SafeName(QueryParameters.Text(request.Query, "fileName")), request.Body);
        if (HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 100 } boundary)
            return null;
        var reader = new MultipartReader(boundary, request.Body);
        while (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) && disposition.IsFileDisposition())
                return (SafeName(disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value), section.Body);
        }
        return null;
    }

    private static string SafeName(string? name) => Path.GetFileName(name?.Replace('\\', '/')) is { Length: > 0 and <= 200 } plain ? plain : "upload.xlsx";

    private static async Task<bool> Save(Stream content, string path, long limit, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        var buffer = new byte[1 << 16];
        for (long size = 0; await content.ReadAsync(buffer, cancellation) is var read && read > 0;)
        {
            if ((size += read) > limit)
                return false;
            await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return true;
    }

    private static ProblemHttpResult NoImport(string id) => Refusal.NotFound.Problem($"There is no import '{id}'.");
}
