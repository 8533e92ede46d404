using System.Collections.Frozen;
using OneLead.Sources.Workbooks.Mapping;

namespace OneLead.Sources.Mapping;

/// <summary>Recognises rows of a table that hold no data: repeated headers, totals, and the filter line of a report.</summary>
internal static class NoDataRow
{
    private static readonly FrozenSet<string> Totals = new[]
    {
        "total", "totals", "grandtotal", "subtotal", "overalltotal", "sum", "summe", "gesamt",
        "gesamtsumme", "gesamtergebnis", "zwischensumme",
        "totalgeneral", "totalgénéral", "soustotal", "totale", "totaal", "合計", "総計", "小計", "总计", "合计", "小计", "합계", "총계", "итого", "всего",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="cells">The row's cells that are not blank, in order, with the headers of their columns.</param>
    /// <param name="id">The row's id; null if it has none.</param>
    /// <returns>Why the row holds no data; null if it holds some.</returns>
    public static NoData? Reason(IReadOnlyList<(string Header, string Value)> cells, string? id)
    {
        if (cells.Count == 0)
            return null;
        var first = cells[0].Value.Trim();
        if (first == cells[0].Header)
            return cells.All(c => c.Value.Trim() == c.Header) ? NoData.RepeatedHeader : null;
        return (id is null || id == first) && MayBeTotal(first) ? NoData.Total
            : cells.Count == 1 && IsFilterLine(first) ? NoData.FilterLine
            : null;
    }

    /// <summary>A cheap test of a row's first cell, before <see cref="Reason"/>.</summary>
    public static bool MayBe(string first, string header) => first.Trim() == header || MayBeTotal(first) || IsFilterLine(first);

    private static bool IsFilterLine(string first) => first.StartsWith("Applied filters", StringComparison.OrdinalIgnoreCase);

    private static bool MayBeTotal(string first) => first.Length <= 24 && Totals.Contains(Headers.Normalize(first));
}
