using OneLead.Sources.Workbooks;

namespace OneLead.Samples.Sheets;

/// <summary>
/// A sheet as rows of cells including the header. Rows are generated on each enumeration, so that any size can be streamed.
/// </summary>
internal sealed record SampleSheet(string Name, Func<IEnumerable<Cell[]>> Rows)
{
    public Sheet ToSheet() => new(Name, () => Rows().Select((cells, i) => new SheetRow(i + 1, cells)));

    public static Cell[] Texts(params string[] texts) => [.. texts.Select(Cell.Of)];
}
