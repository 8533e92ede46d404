using CsvHelper;
using OneLead.Events;
using OneLead.Sources.Values;

namespace OneLead.Sources.Csv;

/// <summary>
/// Decides ambiguous numbers of a file: by the other numbers of their column, else by those of all columns, else by the
/// separator, because programs separate columns with semicolons where the comma marks decimals.
/// </summary>
internal sealed class NumberColumns
{
    private readonly Dictionary<string, DecimalMark> _marks = new(StringComparer.Ordinal);
    private readonly DecimalMark _file;

    /// <param name="open">Opens the file again; it is read to its end.</param>
    public NumberColumns(CsvColumns columns, Func<CsvReader> open)
    {
        using var reader = open();
        reader.ReadHeader();
        while (TryRead(reader))
        {
            foreach (var (path, index) in columns.Quantities.Where(c => c.Index < reader.FieldCount))
                _marks[path] = _marks.GetValueOrDefault(path).And(LenientNumberParser.MarkOf(reader.GetString(index)));
        }
        _file = _marks.Values.Aggregate(DecimalMark.Unknown, DecimalMarks.And);
        if (_file == DecimalMark.Unknown && reader.Separator == ';')
            _file = DecimalMark.Comma;
    }

    /// <summary>Mixed if a column with an ambiguous number has both forms; else unknown.</summary>
    public DecimalMark MarkOf(EventData row) =>
        _marks.Keys.Any(p => MarkOf(p) == DecimalMark.Mixed && LenientNumberParser.IsAmbiguous(row[p].Text))
            ? DecimalMark.Mixed : DecimalMark.Unknown;

    /// <summary>The row with its decided numbers in a form that is not ambiguous.</summary>
    public EventData Decided(EventData row)
    {
        foreach (var path in _marks.Keys)
        {
            var mark = MarkOf(path);
            if (mark is DecimalMark.Point or DecimalMark.Comma
                && row[path].Text is { } text
                && LenientNumberParser.IsAmbiguous(text)
                && !text.Contains('%', StringComparison.Ordinal)
                && LenientNumberParser.Parse(text, mark).Value is { } number)
                row = row.With(path, FieldValue.Of(number));
        }
        return row;
    }

    // The load reports damage when it gets there.
    private static bool TryRead(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (TableLoad.IsDamage(e))
        {
            return false;
        }
    }

    private DecimalMark MarkOf(string path) => _marks.GetValueOrDefault(path) is var own && own != DecimalMark.Unknown ? own : _file;
}
