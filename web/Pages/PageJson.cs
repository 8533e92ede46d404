namespace OneLead.Web.Pages;

/// <summary>A column of a file as an import would read it.</summary>
/// <param name="Field">Null: no known field; it is kept under its own name.</param>
public sealed record PreviewColumnJson(string Header, string? Field, IReadOnlyList<string> Samples);

/// <summary>A sheet or table as an import would read it.</summary>
/// <param name="Kind">Null: not recognised.</param>
/// <param name="Missing">Usual fields of the kind that it does not have.</param>
public sealed record PreviewSheetJson(
    string Name, string? Kind, long Rows, long Events, long Refused, IReadOnlyList<PreviewColumnJson> Columns,
    IReadOnlyList<string> Missing, IReadOnlyList<string> Notes, string? Problem);

/// <summary>A file as an import would read it.</summary>
public sealed record PreviewJson(
    string FileName, string Import, DateTimeOffset DataDate, string DataDateFrom, long Rows, long Events, long Refused,
    IReadOnlyList<PreviewSheetJson> Sheets);

/// <summary>The body of POST imports/{id}/undo; it is optional.</summary>
public sealed record ImportUndoRequest(string? By, string? Reason);
