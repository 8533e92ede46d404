using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Audit;

/// <summary>What was done: read it, export it.</summary>
internal static class AuditEndpoints
{
    // Bounds the work of one request. A filter that few rows match goes on with the next page.
    private const int MostRead = 20_000, MostExported = 100_000;

    private static readonly TableColumn<AuditRowJson>[] Columns =
    [
        new("sequence", r => r.Sequence, "Row", CellFormat.Whole, 10),
        new("at", r => r.At, "At (UTC)", Width: 20),
        new("authorKind", r => Term.Of(r.Author.Kind), "Kind of author"),
        new("authorId", r => r.Author.Id, Width: 34),
        new("author", r => r.Author.Name, Width: 24),
        new("address", r => r.Author.Address, Width: 18),
        new("action", r => new Term(r.Action), Width: 22),
        new("object", r => new Term(r.Object), Width: 16),
        new("id", r => r.Id, Width: 34),
        new("name", r => r.Name, Width: 24),
        new("before", r => r.Before.GetRawText(), Width: 50),
        new("after", r => r.After.GetRawText(), Width: 50),
    ];

    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit").Needs(Permission.ReadAudit);
        audit.MapGet("", ListAsync).WithListParameters(null, AuditFilter.Parameters)
            .WithSummary("Lists what people, programs and commands did, the newest first").ProducesProblem(400);
        audit.MapGet("/export", Export).Produces(200, contentType: "text/csv")
            .WithListParameters(null, [.. AuditFilter.Parameters, ("format", "csv (default) or xlsx")])
            .WithSummary("Exports the newest 100,000 rows that match, as CSV or XLSX");
    }

    private static async Task<Ok<AuditPageJson>> ListAsync(HttpRequest request, AuditReader reader, CancellationToken cancellation)
    {
        var query = request.Query;
        var before = QueryParameters.Text(query, "cursor") is not { } cursor ? long.MaxValue
            : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence
            : throw new RefusedException(Refusal.BadCursor, "The cursor is damaged. Start again without it.");
        var (rows, last) = await reader.FindAsync(
            AuditFilter.Of(query), before, QueryParameters.Limit(query), MostRead, cancellation);
        return TypedResults.Ok(new AuditPageJson(
            await reader.JsonAsync(rows, cancellation), last?.Sequence.ToString(CultureInfo.InvariantCulture), last?.ReceivedAt));
    }

    private static IResult Export(HttpRequest request, AuditReader reader, VisibleModel model, TimeProvider clock)
    {
        var (filter, aborted) = (AuditFilter.Of(request.Query), request.HttpContext.RequestAborted);
        var about = ExportAbout.Of(
            "audit", request, model.Tenant, AuditFilter.Parameters.Select(static p => p.Item1), null, clock.GetUtcNow());
        return TableExport.Of(request.HttpContext, about, async table =>
        {
            var (rows, _) = await reader.FindAsync(filter, long.MaxValue, MostExported, int.MaxValue, aborted);
            await table.StartAsync(Columns, () => new(rows.Count));
            foreach (var page in rows.Chunk(1_000))
            {
                foreach (var row in await reader.JsonAsync(page, aborted))
                    await table.WriteLineAsync(Columns, row);
            }
        });
    }
}
