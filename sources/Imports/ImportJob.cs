using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Imports;

/// <summary>Where an import stands.</summary>
public enum ImportState { Queued, Running, Done, Failed, Undone }

/// <summary>What an import is asked to do.</summary>
/// <param name="Path">The upload, kept until the import has ended.</param>
/// <param name="AsOf">The day to begin first; null: the tenant's day stays.</param>
/// <param name="DataDate">The date of the file's data: the time of its changes. Null: what the file says.</param>
public sealed record ImportRequest(string FileName, string Path, bool IsDryRun, DateOnly? AsOf, DateOnly? DataDate)
{
    /// <summary>How tables (CSV) are read; null for other files.</summary>
    public TableRequest? Tables { get; init; }
}

/// <summary>How an import of tables is asked to read them.</summary>
/// <param name="Mapping">What makes events of rows.</param>
/// <param name="Source">Who sends; null: the mapping's name.</param>
/// <param name="FileTime">When the file was written, where the sender knows.</param>
/// <param name="Missing">What becomes of what earlier files named and this one does not.</param>
public sealed record TableRequest(SourceMapping Mapping, string? Source, DateTimeOffset? FileTime, MissingRows Missing);

/// <summary>What the journal made of an import's events.</summary>
/// <param name="New">Events that it did not have.</param>
/// <param name="Repeated">Events that it had already.</param>
/// <param name="Decisions">New decisions of the reconciliation.</param>
public sealed record ImportEffect(long New, long Repeated, int Decisions);

/// <summary>What an import wrote to the journal, as far as it came.</summary>
/// <param name="Ids">The ids under which its rows stand (see <see cref="OneLead.Events.ImportIds"/>).</param>
/// <param name="First">Its first row; 0: it wrote none.</param>
public sealed record ImportTrace(IReadOnlyList<string> Ids, long First, long Last)
{
    public static ImportTrace None { get; } = new([], 0, 0);
}

/// <summary>That an import was taken back.</summary>
public sealed record ImportUndone(DateTimeOffset At, string? By, string? Reason);

/// <summary>An import as it stands.</summary>
/// <param name="Stage">What it does now: a sheet's name, <c>reconciling</c>, <c>settling</c>.</param>
/// <param name="Failure">Why it failed; what was taken before stays taken, and importing again adds what is missing.</param>
public sealed record ImportJob(
    string Id, ImportRequest Request, ImportState State, string Stage, long RowsRead, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt = null, DateTimeOffset? FinishedAt = null,
    ImportReport? Report = null, ImportEffect? Effect = null, string? Failure = null)
{
    public ImportTrace Trace { get; init; } = ImportTrace.None;

    public ImportUndone? Undone { get; init; }

    public bool IsEnded => State is not (ImportState.Queued or ImportState.Running);
}

/// <summary>One sheet's or table's figures.</summary>
public sealed record ImportSheetJson(
    string Name, string? Kind, long Rows, long Blank, long Events, long Refused, long Values, long Warned, long Repeated, IReadOnlyDictionary<string, long> Normalised,
    IReadOnlyList<string> Absent, IReadOnlyList<string> Notes, string? Problem);

/// <summary>What an import found and did; new, repeated and decisions are null for a dry run.</summary>
public sealed record ImportReportJson(
    string Import, DateTimeOffset DataDate, string DataDateFrom, long Rows, long Blank, long Events, long Refused, long ErrorCount, long? New, long? Repeated, int? Decisions,
    IReadOnlyList<ImportSheetJson> Sheets);

/// <summary>An import as the API shows it; its row errors are downloaded as CSV.</summary>
/// <param name="CanUndo">Whether it has brought something that can be taken back.</param>
public sealed record ImportJson(
    string Id, string FileName, ImportState State, string Stage, bool DryRun, DateOnly? AsOf, DateOnly? DataDate, long RowsRead, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt, ImportReportJson? Report, string? Failure, bool CanUndo, ImportUndone? Undone)
{
    public static ImportJson Of(ImportJob j) => new(
        j.Id, j.Request.FileName, j.State, j.Stage, j.Request.IsDryRun, j.Request.AsOf, j.Request.DataDate, j.RowsRead, j.CreatedAt, j.StartedAt, j.FinishedAt,
        j.Report is { } report ? Of(report, j.Effect) : null, j.Failure, j is { State: ImportState.Done or ImportState.Failed, Trace.First: > 0 }, j.Undone);

    private static ImportReportJson Of(ImportReport r, ImportEffect? effect) => new(
        r.Import, r.DataDate, r.DataDateFrom, r.Rows, r.Blank, r.Events, r.Refused, r.ErrorCount, effect?.New, effect?.Repeated, effect?.Decisions,
        [.. r.Sheets.Select(s => new ImportSheetJson(s.Name, s.Kind is { } kind ? Wire.Name(kind) : null, s.Rows, s.Blank, s.Events, s.Refused, s.Values, s.Warned, s.Repeated, s.Normalised, s.Absent, s.Notes, s.Problem))]);
}

/// <summary>Hears when an import moves on; must return at once.</summary>
public interface IImportListener
{
    void Moved(ImportJob job);
}
