using System.Collections.Immutable;

namespace OneLead.Sources.Mapping;

/// <summary>Why a row holds no data; reports count by these names.</summary>
internal enum NoData
{
    /// <summary>A line above the header.</summary>
    Title,
    RepeatedHeader,
    Total,
    FilterLine,

    /// <summary>A line between rows of a catalogue that starts a part of it.</summary>
    Heading,
}

/// <summary>Counts the rows without data by reason.</summary>
internal sealed class SkippedRows
{
    private readonly long[] _counts = new long[Enum.GetValues<NoData>().Length];

    public long Count => _counts.Sum();

    public void Add(NoData reason) => _counts[(int)reason]++;

    public ImmutableSortedDictionary<string, long> ToCounts() => Enum.GetValues<NoData>()
        .Where(r => _counts[(int)r] > 0)
        .ToImmutableSortedDictionary(Wire.Name, r => _counts[(int)r], StringComparer.Ordinal);
}
