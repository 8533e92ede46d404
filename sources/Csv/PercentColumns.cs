using CsvHelper;
using OneLead.Sources.Mapping;
using OneLead.Sources.Values;

namespace OneLead.Sources.Csv;

/// <summary>Decides by all values of a column whether it holds ratios of 0-1 or percentages of 0-100.</summary>
internal static class PercentColumns
{
    /// <summary>True if a rule of the table leaves the decision to its column.</summary>
    public static bool HasUndecided(TableMap table) => table.Rules.Any(r => r.Fields.Any(f => f.IsPercentByColumn));

    /// <summary>The table with every such column decided: it holds ratios if none of its values is above 1.</summary>
    public static TableMap Decide(TableMap table, CsvReader reader, CsvColumns columns)
    {
        var paths = table.Rules.SelectMany(r => r.Fields).Where(f => f.IsPercentByColumn).SelectMany(f => f.From)
            .ToHashSet(StringComparer.Ordinal);
        var percents = new HashSet<string>(StringComparer.Ordinal);
        while (percents.Count < paths.Count && reader.Read())
        {
            if (reader.FieldCount != columns.Count)
                continue;
            var data = columns.Data(reader, out _);
            percents.UnionWith(paths.Where(p => LenientNumberParser.Parse(data[p].Text).Value > 1));
        }
        return table with
        {
            Rules =
            [
                .. table.Rules.Select(r => r with
                {
                    Fields =
                    [
                        .. r.Fields.Select(f => f.IsPercentByColumn ? f with { IsPercent = f.From.Any(percents.Contains) } : f),
                    ],
                }),
            ],
        };
    }
}
