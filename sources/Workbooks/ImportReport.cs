using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using OneLead.Events;

namespace OneLead.Sources.Workbooks;

/// <summary>Where an import stands.</summary>
/// <param name="Sheet">The sheet that is being read.</param>
/// <param name="Rows">Rows read so far, of all sheets.</param>
public readonly record struct ImportProgress(string Sheet, long Rows, long Events, long Refused);

/// <summary>Something in a row that could not be taken.</summary>
/// <param name="Row">The row's number in its sheet, from 1.</param>
/// <param name="Column">The column's header as the sheet spells it; empty when the row as a whole is meant.</param>
/// <param name="Refused">True: the row gave no event. False: the row was taken; of a workbook, without this value.</param>
public sealed record RowError(string Sheet, int Row, string Column, string Value, string Reason, bool Refused);

/// <summary>A column, and the field that it fills.</summary>
public sealed record ColumnMatch(string Header, string Field);

/// <summary>What became of one sheet.</summary>
/// <param name="Kind">What its rows are; null when the sheet was not recognised.</param>
/// <param name="Rows">Rows with something in them, below the header.</param>
/// <param name="Blank">Rows with nothing in them.</param>
/// <param name="Refused">Rows that gave no event because of an error.</param>
/// <param name="Values">Single values that were left out of a row that was taken.</param>
/// <param name="Repeated">Rows whose id an earlier row of the sheet has already.</param>
/// <param name="Normalised">How often which kind of dirt was cleaned; kinds that did not occur are absent.</param>
/// <param name="Matched">Columns that were recognised.</param>
/// <param name="Kept">Columns that were not, and are kept as further fields.</param>
/// <param name="Absent">Fields of the kind's usual columns that the sheet does not have.</param>
/// <param name="Problem">Why the sheet was not read; null when it was.</param>
public sealed record SheetReport(
    string Name, EventKind? Kind, long Rows, long Blank, long Events, long Refused, long Values, long Repeated,
    ImmutableSortedDictionary<string, long> Normalised,
    ImmutableArray<ColumnMatch> Matched, ImmutableArray<ColumnMatch> Kept, ImmutableArray<string> Absent, string? Problem)
{
    /// <summary>Rows that were taken with a warning.</summary>
    public long Warned { get; init; }

    /// <summary>What else is to be known of the reading, in sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public static SheetReport NotRead(string name, EventKind? kind, string problem) =>
        new(name, kind, 0, 0, 0, 0, 0, 0, ImmutableSortedDictionary<string, long>.Empty, [], [], [], problem);
}

/// <summary>What an import found. Of a dry run and of a real one it is the same.</summary>
/// <param name="Import">The import's id: the same file with the same data date gives the same id, and its events the same source ids.</param>
/// <param name="ContentHash">SHA-256 of what was read, in hex.</param>
/// <param name="DataDate">The time that all events of the import carry; of several files the latest, and rows may have one of their own.</param>
/// <param name="DataDateFrom">Where it comes from: <c>option</c>, <c>workbook</c>, <c>file</c>, or <c>received</c>.</param>
/// <param name="Errors">The first of the row errors; <paramref name="ErrorCount"/> says how many there were.</param>
public sealed record ImportReport(
    string Import, string File, string ContentHash, DateTimeOffset DataDate, string DataDateFrom, ImmutableArray<SheetReport> Sheets, ImmutableArray<RowError> Errors, long ErrorCount)
{
    public long Rows => Sheets.Sum(s => s.Rows);
    public long Blank => Sheets.Sum(s => s.Blank);
    public long Events => Sheets.Sum(s => s.Events);
    public long Refused => Sheets.Sum(s => s.Refused);

    /// <summary>Sheets that were recognised but not read, with the reason; and, when no sheet was recognised at all, every sheet.</summary>
    [JsonIgnore]
    public IEnumerable<SheetReport> Problems => Sheets.Where(s => s.Problem is not null && (s.Kind is not null || Sheets.All(o => o.Kind is null)));

    /// <summary>The report as JSON: camelCase names, kinds in lower snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes the row errors as CSV: sheet, row, column, value, reason, refused. Values that a spreadsheet would run as formulas are quoted.</summary>
    public void WriteErrors(TextWriter writer)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);
        csv.WriteRecord((string[])["sheet", "row", "column", "value", "reason", "refused"]);
        foreach (var e in Errors)
            csv.WriteRecord((string[])[e.Sheet, e.Row.ToString(CultureInfo.InvariantCulture), e.Column, e.Value, e.Reason, e.Refused ? "yes" : "no"]);
    }

    /// <summary>How reports are written as JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };
}
