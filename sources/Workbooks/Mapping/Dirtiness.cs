using System.Collections.Immutable;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Kinds of dirt that cleaning removes; the report counts them by name.</summary>
internal enum Dirtiness { MissingMarker, Blanks, NumberAsId, DateAsText, EndlessDate, NumberAsText, CostWithoutAmount, SpreadsheetError, FilledDown }

/// <summary>Counts dirt.</summary>
internal sealed class DirtTally
{
    private readonly long[] _counts = new long[Enum.GetValues<Dirtiness>().Length];

    public void Add(Dirtiness kind) => _counts[(int)kind]++;

    public ImmutableSortedDictionary<string, long> ToCounts() => Enum.GetValues<Dirtiness>()
        .Where(k => _counts[(int)k] > 0)
        .ToImmutableSortedDictionary(Wire.Name, k => _counts[(int)k], StringComparer.Ordinal);
}
