namespace OneLead.Web.Imports;

/// <summary>Where an import stands.</summary>
public enum ImportState { Queued, Running, Done, Failed }

/// <summary>What an import is asked to do.</summary>
/// <param name="AsOf">The day to begin before the scores are read; null: the tenant's day stays.</param>
/// <param name="DataDate">The date of the file's data: the time of its changes. Null: what the file says, else today.</param>
internal sealed record ImportRequest(string FileName, string Path, bool IsDryRun, DateOnly? AsOf, DateOnly? DataDate, string? By);

/// <summary>A cell or row that was refused or normalised.</summary>
public sealed record ImportErrorJson(string Sheet, int Row, string? Column, string? Value, string Reason);

/// <summary>One sheet's figures.</summary>
public sealed record ImportSheetJson(string Name, string? Kind, long Rows, long Accepted, long Refused, long Blank);

/// <summary>What an import did. Rows are of the sheets; events are what they became.</summary>
/// <param name="Unchanged">Events that the journal already had.</param>
public sealed record ImportReportJson(
    long Rows, long Accepted, long Refused, long Normalised, long Events, long New, long Unchanged, int Decisions, IReadOnlyList<ImportSheetJson> Sheets,
    IReadOnlyDictionary<string, long> Findings, double Seconds);

/// <summary>An import as it stands.</summary>
internal sealed record ImportJob(
    string Id, ImportRequest Request, ImportState State, string Stage, long RowsRead, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    ImportReportJson? Report, IReadOnlyList<ImportErrorJson> Errors, string? Failure);

/// <summary>An import as the API shows it; errors are downloaded as CSV.</summary>
public sealed record ImportJson(
    string Id, string FileName, ImportState State, string Stage, bool DryRun, DateOnly? AsOf, DateOnly? DataDate, long RowsRead, int Errors, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, ImportReportJson? Report, string? Failure)
{
    internal static ImportJson Of(ImportJob j) => new(
        j.Id, j.Request.FileName, j.State, j.Stage, j.Request.IsDryRun, j.Request.AsOf, j.Request.DataDate, j.RowsRead, j.Errors.Count, j.CreatedAt, j.StartedAt, j.FinishedAt,
        j.Report, j.Failure);
}

/// <summary>Hears when an import moves on; must return at once.</summary>
internal interface IImportListener
{
    void Moved(ImportJob job);
}
