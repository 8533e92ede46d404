using System.Collections.Immutable;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>What cleaning corrects in cells; reports count by these names.</summary>
internal enum Cleaning
{
    MissingMarker,
    Blanks,
    NumberAsId,
    DateAsText,
    EndlessDate,
    NumberAsText,
    CostWithoutAmount,
    SpreadsheetError,
    FilledDown,
}

/// <summary>Counts corrections by kind.</summary>
internal sealed class CleaningCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<Cleaning>().Length];

    public void Add(Cleaning kind) => _counts[(int)kind]++;

    public ImmutableSortedDictionary<string, long> ToCounts() => Enum.GetValues<Cleaning>()
        .Where(k => _counts[(int)k] > 0)
        .ToImmutableSortedDictionary(Wire.Name, k => _counts[(int)k], StringComparer.Ordinal);
}
