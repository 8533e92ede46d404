using System.Globalization;

namespace OneLead.Web.Export;

/// <summary>The formats of exported lists.</summary>
internal enum TableFormat { Csv, Xlsx }

/// <summary>Writes a table row by row, the header first, without keeping it in memory.</summary>
internal interface ITableWriter
{
    /// <param name="cells">Texts, numbers, flags, dates and times; null is an empty cell.</param>
    ValueTask WriteRowAsync(params object?[] cells);
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

    /// <param name="name">What is exported; the file's name is this with the date.</param>
    public static IResult Of(TableFormat format, string name, DateTimeOffset now, Func<ITableWriter, Task> write)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"{name}-{now:yyyy-MM-dd}");
        return format == TableFormat.Csv
            ? TypedResults.Stream(stream => WriteCsvAsync(stream, write), "text/csv; charset=utf-8", file + ".csv")
            : TypedResults.Stream(stream => WriteXlsxAsync(stream, write), Workbook, file + ".xlsx");
    }

    private static async Task WriteCsvAsync(Stream stream, Func<ITableWriter, Task> write)
    {
        await using var table = new CsvTableWriter(stream);
        await write(table);
    }

    // Writes to a temporary file first: closing the archive writes synchronously, which a response body does not allow.
    private static async Task WriteXlsxAsync(Stream stream, Func<ITableWriter, Task> write)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        await using (var table = await XlsxTableWriter.CreateAsync(file))
        {
            await write(table);
            await table.FinishAsync();
        }
        file.Position = 0;
        await file.CopyToAsync(stream);
    }
}
