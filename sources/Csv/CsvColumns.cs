using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using CsvHelper;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;
using OneLead.Sources.Workbooks.Mapping;
using OneLead.Values;

namespace OneLead.Sources.Csv;

/// <summary>The columns of a CSV file and the mapping's paths that they hold.</summary>
internal sealed partial class CsvColumns
{
    // In the order of event data, so that a row's fields need no sorting.
    private readonly ImmutableArray<(string Path, int Index)> _sorted;
    private readonly Dictionary<string, string> _headers;
    private readonly ImmutableArray<string> _list;

    private CsvColumns(int count, List<(string Path, string Header, int Index)> found, string? id)
    {
        (Count, Id) = (count, id);
        _list = [.. found.OrderBy(f => f.Index).Select(f => f.Header)];
        _sorted = [.. found.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (f.Path, f.Index))];
        _headers = found.ToDictionary(f => f.Path, f => f.Header, StringComparer.Ordinal);
    }

    public int Count { get; }

    /// <summary>The path of the column that holds the ids of the file's records; null if no name of a column says so.</summary>
    public string? Id { get; }

    /// <summary>The columns that rules read as numbers.</summary>
    public ImmutableArray<(string Path, int Index)> Quantities { get; private init; } = [];

    public ImmutableArray<ColumnMatch> Matched { get; private init; } = [];
    public ImmutableArray<ColumnMatch> Kept { get; private init; } = [];
    public ImmutableArray<string> Absent { get; private init; } = [];

    public static CsvColumns? Of(IReadOnlyList<string> headers, TableFile table, out string? problem)
    {
        problem = null;
        var rules = table.Map?.Rules ?? [];
        var paths = (table.Map?.Named ?? [])
            .Concat(table.Map?.Checks.Select(c => c.Field) ?? [])
            .Distinct(StringComparer.Ordinal)
            .ToLookup(Headers.Normalize, StringComparer.Ordinal);
        var found = new List<(string Path, string Header, int Index)>();
        for (var i = 0; i < headers.Count; i++)
        {
            var header = UnpairedSurrogates.Replace(headers[i].Trim());
            if (header.Length == 0)
                header = string.Create(CultureInfo.InvariantCulture, $"column{i + 1}");
            var known = paths[Headers.Normalize(header)];
            found.Add((known.FirstOrDefault(p => p == header) ?? known.FirstOrDefault(header), header, i));
        }
        if (found.GroupBy(f => f.Path, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            problem = $"the column '{twice.Key}' occurs twice";
        var present = found.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        if (rules.Length > 0 && rules.All(r => r.Id.Any(p => !present.Contains(p))))
            problem ??= $"the id column {string.Join(", ", rules[0].Id.Where(p => !present.Contains(p)).Select(p => $"'{p}'"))} is missing";
        var id = IdColumn(found, table.Name);
        if (id is null && rules.Any(r => r.Id.IsEmpty))
            problem ??= "the id column is missing: name it 'id', or put it first with a name that ends in 'id'";
        if (problem is not null)
            return null;
        var fields = rules.SelectMany(r => r.Fields).Where(f => f.From.Length > 0).ToList();
        return new(headers.Count, found, id)
        {
            Quantities =
            [
                .. found.Where(f => fields.Any(r => r.From.Contains(f.Path) && IsQuantity(r.Kind))).Select(f => (f.Path, f.Index)),
            ],
            Matched =
            [
                .. fields.SelectMany(f => f.From
                    .Where(present.Contains)
                    .Select(p => new ColumnMatch(found.First(c => c.Path == p).Header, f.Target))),
            ],
            Kept = [.. found.Where(f => table.Map?.Names(f.Path) != true).Select(f => new ColumnMatch(f.Header, $"{table.Name}.{f.Path}"))],
            Absent = [.. fields.Where(f => !f.From.Any(present.Contains)).Select(f => f.Target).Distinct()],
        };
    }

    /// <summary>Why the row holds no data (a repeated header, a total); null if it holds some.</summary>
    public NoData? NoDataReason(CsvReader reader, Func<string?> id)
    {
        var first = 0;
        while (first < Count && string.IsNullOrWhiteSpace(reader.GetString(first)))
            first++;
        if (first == Count || !NoDataRow.MayBe(reader.GetString(first), _list[first]))
            return null;
        return NoDataRow.Reason(
            [.. Enumerable.Range(first, Count - first).Select(i => (_list[i], reader.GetString(i)))
                .Where(c => !string.IsNullOrWhiteSpace(c.Item2))], id());
    }

    public string HeaderOf(string path) => _headers.GetValueOrDefault(path, path);

    public string IdOf(EventData data) => Id is not null ? ValueReader.TextOf(data[Id]) ?? "" : "";

    public EventData Data(CsvReader reader, out bool isBlank)
    {
        var fields = new EventField[_sorted.Length];
        isBlank = true;
        for (var i = 0; i < fields.Length; i++)
        {
            var text = reader.GetString(_sorted[i].Index);
            fields[i] = new(_sorted[i].Path, text.Length == 0 ? FieldValue.Null : FieldValue.Of(text));
            isBlank &= string.IsNullOrWhiteSpace(text);
        }
        return EventData.OfSorted(ImmutableCollectionsMarshal.AsImmutableArray(fields));
    }

    // Other columns than the first are often ids of other records: customer_id in a table of visits.
    private static string? IdColumn(List<(string Path, string Header, int Index)> found, string table) =>
        found.FirstOrDefault(f => f.Header.Equals("id", StringComparison.OrdinalIgnoreCase)).Path
        ?? (LastWordIsId().IsMatch(found[0].Header) || Headers.Normalize(found[0].Header) == Headers.Normalize(table) + "id"
            ? found[0].Path
            : null);

    [GeneratedRegex(@"(?:^|[^\p{L}])(?i:id|key|guid|uuid)\z|(?<=\p{Ll})(?:Id|ID|Key)\z", RegexOptions.CultureInvariant)]
    private static partial Regex LastWordIsId();

    private static bool IsQuantity(FieldKind kind) => kind is FieldKind.Money or FieldKind.Number or FieldKind.Integer or FieldKind.Rate;
}
