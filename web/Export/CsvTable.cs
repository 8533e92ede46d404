using System.Globalization;
using System.Text;

namespace OneLead.Web.Export;

/// <summary>CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180.</summary>
internal sealed class CsvTable(Stream stream) : ITableWriter, IAsyncDisposable
{
    private readonly StreamWriter _writer = new(stream, new UTF8Encoding(true), 1 << 16, leaveOpen: true);

    public async ValueTask Row(params object?[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                await _writer.WriteAsync(',');
            await _writer.WriteAsync(Cell(cells[i]));
        }
        await _writer.WriteLineAsync();
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Cell(object? value) => value switch
    {
        null => "",
        decimal or int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => Quoted(Cells.Show(value)!),
    };

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
