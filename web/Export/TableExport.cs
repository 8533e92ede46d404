using System.Globalization;
using OneLead.Events;
using OneLead.Sources.Values;
using OneLead.Web.Audit;

namespace OneLead.Web.Export;

/// <summary>The formats of exported lists.</summary>
internal enum TableFormat { Csv, Xlsx }

/// <summary>Writes a table row by row, without keeping it in memory.</summary>
internal interface ITableWriter
{
    /// <summary>Writes the head; must be called once, before any row.</summary>
    /// <param name="countRows">Counts the rows that follow, for formats that must know it first.</param>
    ValueTask StartAsync(IReadOnlyList<TableColumn> columns, Func<ValueTask<int>> countRows);

    /// <param name="cells">Texts, terms, numbers, flags, dates and times, one for each column; null is an empty cell.</param>
    ValueTask WriteRowAsync(params object?[] cells);
}

internal static class TableWriters
{
    /// <summary>Writes a row by its columns.</summary>
    public static ValueTask WriteLineAsync<T>(this ITableWriter table, IReadOnlyList<TableColumn<T>> columns, T row)
    {
        var cells = new object?[columns.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = columns[i].Value(row);
        return table.WriteRowAsync(cells);
    }
}

/// <summary>Reads the format from a request.</summary>
internal static class TableFormats
{
    public static TableFormat Of(IQueryCollection query) =>
        QueryParameters.Text(query, "format") is not { } text ? TableFormat.Csv
        : Wire.TryParse<TableFormat>(text, out var format) ? format
        : throw QueryParameters.Bad("format", "csv or xlsx");
}

/// <summary>Cell values as text. A text that a spreadsheet would run as a formula gets an apostrophe in front.</summary>
internal static class CellText
{
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => FormulaText.Escape(text),
        Term term => term.Name,
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>Answers a request with a table as a file.</summary>
internal static class TableExport
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>The export is audited before its first byte is sent.</summary>
    public static IResult Of(HttpContext http, ExportAbout about, Func<ITableWriter, Task> write)
    {
        var audit = http.RequestServices.GetRequiredService<AuditLog>();
        Func<ITableWriter, Task> audited = table => write(new AuditedTable(
            table, rows => audit.AppendAsync(http, AuditAction.Exported, about.Name, "", null, EventData.Empty, Audited(about, rows))));
        return TableFormats.Of(http.Request.Query) == TableFormat.Csv
            ? TypedResults.Stream(stream => WriteCsvAsync(stream, audited), "text/csv; charset=utf-8", about.FileName + ".csv")
            : TypedResults.Stream(stream => WriteXlsxAsync(stream, about, audited), Workbook, about.FileName + ".xlsx");
    }

    private static EventData Audited(ExportAbout about, int rows) => EventData.Of(
        about.Filter.Select(static f => new EventField(f.Name, FieldValue.Of(f.Value.Length > 400 ? f.Value[..400] : f.Value)))
            .Append(new("rows", FieldValue.Of(rows))));

    /// <summary>Calls for the audit row when the table begins, once it is known how many rows it has.</summary>
    private sealed class AuditedTable(ITableWriter table, Func<int, ValueTask> audit) : ITableWriter
    {
        public async ValueTask StartAsync(IReadOnlyList<TableColumn> columns, Func<ValueTask<int>> countRows)
        {
            var rows = await countRows();
            await audit(rows);
            await table.StartAsync(columns, () => new(rows));
        }

        public ValueTask WriteRowAsync(params object?[] cells) => table.WriteRowAsync(cells);
    }

    private static async Task WriteCsvAsync(Stream stream, Func<ITableWriter, Task> write)
    {
        await using var table = new CsvTableWriter(stream);
        await write(table);
    }

    // Writes to a temporary file first: closing the archive writes synchronously, which a response body does not allow.
    private static async Task WriteXlsxAsync(Stream stream, ExportAbout about, Func<ITableWriter, Task> write)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        // A file without a name is gone even if the process is killed.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        await using (var table = await XlsxTableWriter.CreateAsync(file, about))
        {
            await write(table);
            await table.FinishAsync();
        }
        file.Position = 0;
        await file.CopyToAsync(stream);
    }
}
