using System.Globalization;

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
        string text => Escape(text),
        Term term => term.Name,
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string Escape(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
}

/// <summary>Answers a request with a table as a file.</summary>
internal static class TableExport
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static IResult Of(TableFormat format, ExportAbout about, Func<ITableWriter, Task> write) => format == TableFormat.Csv
        ? TypedResults.Stream(stream => WriteCsvAsync(stream, write), "text/csv; charset=utf-8", about.FileName + ".csv")
        : TypedResults.Stream(stream => WriteXlsxAsync(stream, about, write), Workbook, about.FileName + ".xlsx");

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
