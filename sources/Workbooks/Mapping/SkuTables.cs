using OneLead.Events;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>
/// Maps the tables below the products: <c>Fixed SKU | Flex SKU | Contractual SKU | Service Credits | Service name</c>. A row
/// without SKUs has those above it, because the cells are merged. Free lines below a table are notes on its offers; a line with a
/// text and a SKU is another offer.
/// </summary>
internal sealed class SkuTables
{
    private readonly List<List<EventField>> _offers = [];
    private readonly List<string> _notes = [];
    private Dictionary<string, int> _columns = [];
    private string[] _skus = [];

    public bool IsOpen { get; private set; }

    public static bool IsHeader(SheetRow row) =>
        ColumnMap.HeadersOf(row).Take(2).Select(h => Headers.Normalize(h.Header)).SequenceEqual(["fixedsku", "flexsku"]);

    public void Map(SheetRow row, SheetSink sink)
    {
        var cells = ColumnMap.HeadersOf(row).ToList();
        if (IsHeader(row))
        {
            End(sink);
            _columns = cells.GroupBy(c => Headers.Normalize(c.Header))
                .ToDictionary(g => g.Key, g => g.First().Index, StringComparer.Ordinal);
            (_skus, IsOpen) = ([], true);
        }
        else if (Text(row, "servicename") is { } name)
        {
            Offer(name, row, sink);
        }
        else if (cells.Count == 2 && !ServiceCell.IsSku(cells[0].Header) && ServiceCell.IsSku(cells[1].Header))
        {
            _offers.Add([new("name", FieldValue.Of(cells[0].Header)), new("skus", FieldValue.Of(cells[1].Header))]);
        }
        else
        {
            _notes.AddRange(cells.Select(c => c.Header));
        }
    }

    /// <summary>Adds the offers of the current table, with its notes.</summary>
    public void End(SheetSink sink)
    {
        var note = string.Join('\n', _notes);
        note = note[..Math.Min(note.Length, EventSchema.MaxText)];
        foreach (var offer in _offers)
        {
            if (note.Length > 0)
                offer.Add(new("note", FieldValue.Of(note)));
            var name = offer.First(f => f.Name == "name").Value.Text!;
            var key = ServiceOffersMapper.KeyOf(null, null, name);
            var occurrence = sink.Occurrence(key);
            sink.Emit("", EventKind.ServiceOffer, occurrence > 1 ? $"{key}:{occurrence}" : key, key, occurrence, EventData.Of(offer));
        }
        _offers.Clear();
        _notes.Clear();
    }

    private void Offer(string name, SheetRow row, SheetSink sink)
    {
        string?[] own = [Text(row, "fixedsku"), Text(row, "flexsku"), Text(row, "contractualsku")];
        if (own.Any(s => s is not null))
            _skus = [.. own.OfType<string>()];
        else
            sink.Cleanings.Add(Cleaning.FilledDown);
        var offer = new List<EventField> { new("name", FieldValue.Of(name)) };
        if (_skus.Length > 0)
            offer.Add(new("skus", FieldValue.Of(string.Join('/', _skus))));
        if (Text(row, "servicecredits") is { } credits)
            offer.Add(new("credits", FieldValue.Of(credits)));
        if ((Text(row, "shortdescription") ?? Text(row, "shortdescription40char")) is { } description)
            offer.Add(new("shortDescription", FieldValue.Of(description)));
        _offers.Add(offer);
    }

    private string? Text(SheetRow row, string column) =>
        _columns.TryGetValue(column, out var index) ? LenientText.Clean(row[index].ToString()) : null;
}
