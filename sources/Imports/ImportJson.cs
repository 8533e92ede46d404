using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Imports;

/// <summary>The figures of one sheet or table.</summary>
/// <param name="Table">The name of the mapping's table, which raw records have in the field <c>table</c>; null for a sheet.</param>
/// <param name="Skipped">Rows without data.</param>
/// <param name="Values">Values that were left out of taken rows.</param>
/// <param name="Warned">Rows taken with a warning, or without some of their values.</param>
/// <param name="Unread">Rows of a sheet that was not read because of its problem.</param>
/// <param name="Unused">Rows that are stored and listed, but that no score and no other page reads yet.</param>
public sealed record ImportSheetJson(
    string Name,
    string? Table,
    string? Kind,
    long Rows,
    long Blank,
    long Skipped,
    IReadOnlyDictionary<string, long> SkippedReasons,
    long Events,
    long Refused,
    long Unread,
    long Unused,
    string? UnusedReason,
    long Values,
    long Warned,
    long Repeated,
    IReadOnlyDictionary<string, long> Normalised,
    IReadOnlyList<string> Absent,
    IReadOnlyList<string> Notes,
    string? Problem)
{
    internal static ImportSheetJson Of(SheetReport s) => new(
        s.Name, s.Table, s.Kind is { } kind ? Wire.Name(kind) : null, s.Rows, s.Blank, s.Skipped, s.SkippedReasons, s.Events, s.Refused,
        s.Unread, s.Unused, s.UnusedReason, s.Values,
        s.Warned, s.Repeated, s.Normalised,
        s.Absent, s.Notes, s.Problem);
}

/// <summary>The result of an import; new, repeated and decisions are null for a dry run.</summary>
/// <param name="Warned">Rows taken with a warning, or without some of their values.</param>
/// <param name="Values">Values that were left out of taken rows.</param>
public sealed record ImportReportJson(
    string Import,
    DateTimeOffset DataDate,
    string DataDateFrom,
    long Rows,
    long Blank,
    long Skipped,
    long Events,
    long Refused,
    long Warned,
    long Values,
    long Unread,
    long Unused,
    long ErrorCount,
    long? New,
    long? Repeated,
    int? Decisions,
    IReadOnlyList<ImportSheetJson> Sheets)
{
    internal static ImportReportJson Of(ImportReport r, ImportEffect? effect) => new(
        r.Import, r.DataDate, r.DataDateFrom, r.Rows, r.Blank, r.Skipped, r.Events, r.Refused, r.Warned, r.Values, r.Unread,
        r.Unused, r.ErrorCount,
        effect?.New, effect?.Repeated, effect?.Decisions,
        [.. r.Sheets.Select(ImportSheetJson.Of)]);
}

/// <summary>An import; its row errors are a separate CSV download.</summary>
/// <param name="CanUndo">True if it wrote rows that can be undone.</param>
public sealed record ImportJson(
    string Id,
    string FileName,
    ImportState State,
    string Stage,
    bool DryRun,
    DateOnly? AsOf,
    DateOnly? DataDate,
    long RowsRead,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    ImportReportJson? Report,
    string? Failure,
    bool CanUndo,
    ImportUndone? Undone)
{
    public static ImportJson Of(ImportJob j) => new(
        j.Id, j.Request.FileName, j.State, j.Stage, j.Request.IsDryRun, j.Request.AsOf, j.Request.DataDate, j.RowsRead, j.CreatedAt,
        j.StartedAt,
        j.FinishedAt, j.Report is { } report ? ImportReportJson.Of(report, j.Effect) : null, j.Failure, j.CanUndo, j.Undone);
}

/// <summary>The body of POST imports/{id}/undo; optional.</summary>
public sealed record ImportUndoRequest(string? By, string? Reason);
