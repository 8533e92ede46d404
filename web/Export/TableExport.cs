using System.Globalization;

namespace OneLead.Web.Export;

/// <summary>The formats in which lists are exported.</summary>
internal enum TableFormat { Csv, Xlsx }

/// <summary>A table that is written row by row, the header first. Nothing of it is kept.</summary>
internal interface ITableWriter
{
    /// <param name="cells">Texts, numbers, flags, dates, times; null is empty.</param>
    ValueTask Row(params object?[] cells);
}

/// <summary>Reads the format from a request.</summary>
internal static class TableFormats
{
    public static TableFormat Of(IQueryCollection query) =>
        QueryParameters.Text(query, "format") is not { } text ? TableFormat.Csv : Wire.TryParse<TableFormat>(text, out var format) ? format : throw QueryParameters.Bad("format", "csv or xlsx");
}

/// <summary>What goes into a cell, whatever the format.</summary>
internal static class Cells
{
    /// <summary>A text that a spreadsheet would run as a formula is quoted.</summary>
    public static string Text(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;

    /// <summary>What is no number, as text.</summary>
    public static string? Show(object? value) => value switch
    {
        null => null,
        string text => Text(text),
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>Answers with a table. CSV streams; a workbook is written to a temporary file first, since an archive is not written asynchronously.</summary>
internal static class TableExport
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="name">The file's name, without its ending.</param>
    public static IResult Of(TableFormat format, string name, Func<ITableWriter, Task> write) => format == TableFormat.Csv
        ? TypedResults.Stream(async stream =>
        {
            await using var table = new CsvTable(stream);
            await write(table);
        }, "text/csv; charset=utf-8", name + ".csv")
        : TypedResults.Stream(async stream =>
        {
            var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            using (var table = new XlsxTable(file))
                await write(table);
            file.Position = 0;
            await file.CopyToAsync(stream);
        }, Workbook, name + ".xlsx");
}
