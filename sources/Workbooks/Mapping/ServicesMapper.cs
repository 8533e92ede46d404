using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>
/// Maps the catalogue of practices: Practice, Sub-Practice, Services. The first two apply to the rows below them.
/// <c>&gt;&gt;&gt;&gt; Storage &lt;&lt;&lt;&lt;</c> among the services is the heading of a section.
/// </summary>
internal sealed class ServicesMapper(int practiceColumn, int subPracticeColumn, int serviceColumn) : SheetMapper(EventKind.Service)
{
    private string? _practice, _subPractice, _section;
    private int _position;

    public static ServicesMapper? Of(SheetRow header)
    {
        var columns = ColumnMap.HeadersOf(header).GroupBy(h => Headers.Normalize(h.Header))
            .ToDictionary(g => g.Key, g => g.First().Index, StringComparer.Ordinal);
        return columns.TryGetValue("practice", out var practice)
            && columns.TryGetValue("subpractice", out var sub)
            && (columns.TryGetValue("services", out var service) || columns.TryGetValue("service", out service))
            ? new ServicesMapper(practice, sub, service)
            : null;
    }

    public override void Map(SheetRow row, SheetSink sink)
    {
        if (row.IsBlank)
        {
            sink.Blank();
            return;
        }
        FillDown(row, sink);
        var name = LenientText.Clean(row[serviceColumn].ToString());
        if (name is null || name.StartsWith(">>", StringComparison.Ordinal))
        {
            _section = name?.Trim('>', '<', ' ') ?? _section;
            sink.Skip(NoData.Heading);
            return;
        }
        sink.Row();
        if (sink.RefuseBroken(row))
            return;
        var path = string.Join('\n', _practice, _subPractice, _section, name);
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..16];
        var occurrence = sink.Occurrence(key);
        var fields = new List<EventField> { new("name", FieldValue.Of(name)), new("position", FieldValue.Of(++_position)) };
        Add("practice", _practice);
        Add("subPractice", _subPractice);
        Add("section", _section);
        sink.Emit("", EventKind.Service, occurrence > 1 ? $"{key}:{occurrence}" : key, key, occurrence, EventData.Of(fields));

        void Add(string field, string? text)
        {
            if (text is not null)
                fields.Add(new(field, FieldValue.Of(text)));
        }
    }

    public override void End(SheetSink sink) =>
        sink.End(EventKind.Service, [new("Practice", "practice"), new("Sub-Practice", "subPractice"), new("Services", "name")], [], []);

    private void FillDown(SheetRow row, SheetSink sink)
    {
        var practice = LenientText.Clean(row[practiceColumn].ToString());
        var subPractice = LenientText.Clean(row[subPracticeColumn].ToString());
        if (practice is null && subPractice is null)
        {
            sink.Cleanings.Add(Cleaning.FilledDown);
            return;
        }
        // A new practice resets the sub-practice, and either resets the section.
        _subPractice = subPractice ?? (practice == _practice ? _subPractice : null);
        _practice = practice ?? _practice;
        _section = null;
    }
}
