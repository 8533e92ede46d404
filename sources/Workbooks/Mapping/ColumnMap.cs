using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>A column of a sheet and the field that it fills.</summary>
/// <param name="Kind">The field's type; null for an unknown column.</param>
internal sealed record MappedColumn(int Index, string Header, string Field, FieldKind? Kind);

/// <summary>Which columns of a sheet fill which fields.</summary>
internal sealed class ColumnMap
{
    // The name is part of every event.
    private const int MaxName = 100;

    private readonly Dictionary<int, string> _headers;

    private ColumnMap(ImmutableArray<MappedColumn> columns, TablePlan plan)
    {
        Id = columns.FirstOrDefault(c => c.Field == TablePlan.Id);
        Identifying = Id ?? columns.FirstOrDefault(c => plan.Required.FirstOrDefault()?.Field == c.Field);
        _headers = columns.ToDictionary(c => c.Index, c => c.Header);
        // In the order of event data, so that a row's fields need no sorting.
        Fields = [.. columns.Where(c => c.Field != TablePlan.Id).OrderBy(c => c.Field, StringComparer.Ordinal)];
        Matched = [.. columns.Where(c => c.Kind is not null || c.Field == TablePlan.Id).Select(c => new ColumnMatch(c.Header, c.Field))];
        Kept = [.. columns.Where(c => c.Kind is null && c.Field != TablePlan.Id).Select(c => new ColumnMatch(c.Header, c.Field))];
        Absent = [.. plan.Columns.Select(c => c.Field).Except(columns.Select(c => c.Field), StringComparer.Ordinal)];
    }

    public MappedColumn? Id { get; }

    /// <summary>The column that identifies a row.</summary>
    public MappedColumn? Identifying { get; }

    public ImmutableArray<MappedColumn> Fields { get; }
    public ImmutableArray<ColumnMatch> Matched { get; }
    public ImmutableArray<ColumnMatch> Kept { get; }
    public ImmutableArray<string> Absent { get; }

    public string HeaderOf(string field) =>
        field == TablePlan.Id ? Id?.Header ?? "" : Fields.FirstOrDefault(f => f.Field == field)?.Header ?? field;

    public string HeaderAt(int index) => _headers.GetValueOrDefault(index, "");

    /// <summary>True if a row can be the plan's header: it has every required column.</summary>
    public static bool Fits(TablePlan plan, SheetRow row)
    {
        var headers = HeadersOf(row).Select(h => Headers.Normalize(h.Header)).ToHashSet(StringComparer.Ordinal);
        return plan.Required.All(c => NormalizedNames(c).Any(headers.Contains));
    }

    /// <summary>The required columns that the row lacks.</summary>
    public static IEnumerable<string> Missing(TablePlan plan, SheetRow row)
    {
        var headers = HeadersOf(row).Select(h => Headers.Normalize(h.Header)).ToHashSet(StringComparer.Ordinal);
        return plan.Required.Where(c => !NormalizedNames(c).Any(headers.Contains)).Select(c => c.Headers[0]);
    }

    public static ColumnMap Of(TablePlan plan, SheetRow header)
    {
        var schema = EventSchema.Fields(plan.Kind);
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in plan.Columns)
        {
            foreach (var name in NormalizedNames(column))
                known.TryAdd(name, column.Field);
        }
        foreach (var field in schema.Keys)
            known.TryAdd(Headers.Normalize(field), field);

        var taken = new HashSet<string>(StringComparer.Ordinal);
        var columns = ImmutableArray.CreateBuilder<MappedColumn>();
        foreach (var (index, text) in HeadersOf(header))
        {
            var isKnown = known.TryGetValue(Headers.Normalize(text), out var field) && taken.Add(field);
            columns.Add(isKnown
                ? new MappedColumn(index, text, field!, schema.TryGetValue(field!, out var kind) ? kind : null)
                : new MappedColumn(index, text, Unique(Headers.ToCamelCase(text), index), null));
        }
        return new ColumnMap(columns.ToImmutable(), plan);

        // Makes the names of duplicate columns, and of columns without letters, unique.
        string Unique(string name, int index)
        {
            name = name.Length > 0 ? name[..Math.Min(name.Length, MaxName)] : "column" + (index + 1);
            var unique = name;
            for (var i = 2; schema.ContainsKey(unique) || !taken.Add(unique); i++)
                unique = name + i;
            return unique;
        }
    }

    /// <summary>The texts of a row with their columns.</summary>
    public static IEnumerable<(int Index, string Header)> HeadersOf(SheetRow row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (!row[i].IsBlank)
                yield return (i, LenientText.Clean(row[i].ToString()) ?? row[i].ToString());
        }
    }

    private static IEnumerable<string> NormalizedNames(PlannedColumn column) =>
        column.Headers.Append(column.Field == TablePlan.Id ? column.Headers[0] : column.Field).Select(Headers.Normalize);
}
