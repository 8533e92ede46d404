namespace OneLead.Sources.Imports;

/// <summary>A column of a file, as an import would read it.</summary>
/// <param name="Field">The field it fills; null if it is kept under its own name.</param>
public sealed record PreviewColumnJson(string Header, string? Field, IReadOnlyList<string> Samples);

/// <summary>A sheet or table, as an import would read it.</summary>
/// <param name="Kind">Null if it is not recognised.</param>
/// <param name="Skipped">Rows without data.</param>
/// <param name="Warned">Rows that would be taken with a warning, or without some of their values.</param>
/// <param name="Unused">Rows that would be stored and listed, but that no score and no other page reads yet.</param>
/// <param name="Missing">Usual fields of the kind that it lacks.</param>
public sealed record PreviewSheetJson(
    string Name,
    string? Kind,
    long Rows,
    long Skipped,
    long Events,
    long Refused,
    long Warned,
    long Unused,
    string? UnusedReason,
    IReadOnlyList<PreviewColumnJson> Columns,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Notes,
    string? Problem);

/// <summary>A file, as an import would read it.</summary>
public sealed record PreviewJson(
    string FileName,
    string Import,
    DateTimeOffset DataDate,
    string DataDateFrom,
    long Rows,
    long Skipped,
    long Events,
    long Refused,
    long Warned,
    long Unused,
    IReadOnlyList<PreviewSheetJson> Sheets);
