using CsvHelper;

namespace OneLead.Web.Export;

/// <summary>Writes CSV for programs: UTF-8 with a byte order mark, RFC 4180, texts that look like formulas escaped.</summary>
internal sealed class CsvTableWriter(Stream stream) : ITableWriter, IAsyncDisposable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = Environment.NewLine, WriteByteOrderMark = true };

    private readonly CsvWriter _csv = CsvWriter.Create(stream, Options, leaveOpen: true);

    public ValueTask StartAsync(IReadOnlyList<TableColumn> columns, Func<ValueTask<int>> countRows) =>
        WriteRowAsync([.. columns.Select(c => c.Name)]);

    public async ValueTask WriteRowAsync(params object?[] cells)
    {
        foreach (var cell in cells)
            WriteField(cell);
        await _csv.EndRecordAsync();
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private void WriteField(object? value)
    {
        if (value is decimal or int or long)
            _csv.WriteField(value);
        else
            _csv.WriteField(CellText.Of(value));
    }
}
