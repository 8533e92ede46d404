using OneLead.Events;

namespace OneLead.Accounts;

/// <summary>
/// When a source says that something happened. The later stamp wins; equal times are ordered by source id, then source,
/// so any order of arrival ends in the same facts.
/// </summary>
internal sealed record Stamp(long Ticks, string SourceId, string Source) : IComparable<Stamp>
{
    public static Stamp Of(ChangeEvent change) => new(change.OccurredAt.UtcTicks, change.SourceId, change.Source);

    public int CompareTo(Stamp? other)
    {
        if (other is null)
            return 1;
        var byTime = Ticks.CompareTo(other.Ticks);
        if (byTime != 0)
            return byTime;
        var byId = string.CompareOrdinal(SourceId, other.SourceId);
        return byId != 0 ? byId : string.CompareOrdinal(Source, other.Source);
    }

    public bool IsAfter(Stamp? other) => CompareTo(other) > 0;
}
