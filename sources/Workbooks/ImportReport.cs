using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using OneLead.Events;
using OneLead.Sources.Values;

namespace OneLead.Sources.Workbooks;

/// <summary>The progress of an import.</summary>
/// <param name="Sheet">The current sheet.</param>
/// <param name="Rows">Rows read so far, of all sheets.</param>
public readonly record struct ImportProgress(string Sheet, long Rows, long Events, long Refused);

/// <summary>An error in a row.</summary>
/// <param name="Row">The row's number in its sheet, from 1.</param>
/// <param name="Column">The column's header; empty for the row as a whole.</param>
/// <param name="Refused">True if the row gave no event. Otherwise it was taken; for workbooks, without this value.</param>
public sealed record RowError(string Sheet, int Row, string Column, string Value, string Reason, bool Refused);

/// <summary>A column and its field.</summary>
public sealed record ColumnMatch(string Header, string Field);

/// <summary>The result of one sheet.</summary>
/// <param name="Kind">The kind of its rows; null if the sheet was not recognised.</param>
/// <param name="Rows">Rows below the header that are not blank.</param>
/// <param name="Blank">Blank rows.</param>
/// <param name="Refused">Rows without an event because of an error.</param>
/// <param name="Values">Values that were left out of taken rows.</param>
/// <param name="Repeated">Rows with the id of an earlier row of the sheet.</param>
/// <param name="Normalised">Corrections of values by kind; kinds that did not occur are absent.</param>
/// <param name="Matched">Recognised columns.</param>
/// <param name="Kept">Other columns, kept as additional fields.</param>
/// <param name="Absent">Fields whose usual columns are missing.</param>
/// <param name="Problem">Why the sheet was not read; null if it was.</param>
public sealed record SheetReport(
    string Name, EventKind? Kind, long Rows, long Blank, long Events, long Refused, long Values, long Repeated,
    ImmutableSortedDictionary<string, long> Normalised,
    ImmutableArray<ColumnMatch> Matched, ImmutableArray<ColumnMatch> Kept, ImmutableArray<string> Absent, string? Problem)
{
    /// <summary>The name of the mapping's table; null for a sheet of a workbook.</summary>
    public string? Table { get; init; }

    /// <summary>Rows of a sheet that was not read because of its <see cref="Problem"/>.</summary>
    public long Unread { get; init; }

    /// <summary>Rows without data: titles, repeated headers, totals, filter lines. They do not count as rows.</summary>
    public long Skipped { get; init; }

    /// <summary>The skipped rows by reason; reasons that did not occur are absent.</summary>
    public ImmutableSortedDictionary<string, long> SkippedReasons { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Rows that are stored and listed, but that no score and no other page reads yet.</summary>
    public long Unused { get; init; }

    /// <summary>Why they are not used, in a sentence; null if all are.</summary>
    public string? UnusedReason { get; init; }

    /// <summary>Rows taken with a warning, or without some of their values.</summary>
    public long Warned { get; init; }

    /// <summary>Further remarks, in sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public static SheetReport NotRead(string name, EventKind? kind, string problem, long rows = 0) =>
        new(name, kind, 0, 0, 0, 0, 0, 0, ImmutableSortedDictionary<string, long>.Empty, [], [], [], problem) { Unread = rows };
}

/// <summary>What an import found; the same for a dry run.</summary>
/// <param name="Import">The import's id. The same file with the same data date gives the same id and the same source ids.</param>
/// <param name="ContentHash">SHA-256 of the content, in hex.</param>
/// <param name="DataDate">The time of the events; for several files the latest. Rows may have their own.</param>
/// <param name="DataDateFrom">The origin of the data date: <c>option</c>, <c>workbook</c>, <c>file</c>, or <c>received</c>.</param>
/// <param name="Errors">The first row errors; <paramref name="ErrorCount"/> counts all.</param>
public sealed record ImportReport(
    string Import,
    string File,
    string ContentHash,
    DateTimeOffset DataDate,
    string DataDateFrom,
    ImmutableArray<SheetReport> Sheets,
    ImmutableArray<RowError> Errors,
    long ErrorCount)
{
    /// <summary>The report of a file of which nothing was read.</summary>
    public static ImportReport OfNothing(string file, DateTimeOffset received) => new("", file, "", received, "received", [], [], 0);

    public long Rows => Sheets.Sum(s => s.Rows);
    public long Blank => Sheets.Sum(s => s.Blank);
    public long Events => Sheets.Sum(s => s.Events);
    public long Refused => Sheets.Sum(s => s.Refused);
    public long Warned => Sheets.Sum(s => s.Warned);
    public long Values => Sheets.Sum(s => s.Values);
    public long Skipped => Sheets.Sum(s => s.Skipped);
    public long Unused => Sheets.Sum(s => s.Unused);
    public long Unread => Sheets.Sum(s => s.Unread);

    /// <summary>Recognised sheets that could not be read; all sheets, if none was recognised.</summary>
    [JsonIgnore]
    public IEnumerable<SheetReport> Problems =>
        Sheets.Where(s => s.Problem is not null && (s.Kind is not null || Sheets.All(o => o.Kind is null)));

    /// <summary>The report as JSON: camelCase names, kinds in lower snake case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Writes the row errors as CSV: sheet, row, column, value, reason, refused. Formulas are escaped.</summary>
    public void WriteErrors(TextWriter writer)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteRecord((string[])["sheet", "row", "column", "value", "reason", "refused"]);
        foreach (var e in Errors)
            csv.WriteRecord((string[])[
                FormulaText.Escape(e.Sheet), e.Row.ToString(CultureInfo.InvariantCulture), FormulaText.Escape(e.Column),
                FormulaText.Escape(e.Value), FormulaText.Escape(e.Reason), e.Refused ? "yes" : "no"]);
    }

    /// <summary>The JSON options of reports.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };
}
