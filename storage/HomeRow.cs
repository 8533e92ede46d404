using OneLead.Events;

namespace OneLead.Storage;

/// <summary>
/// The row that decides which account key owns an entity: the latest by (occurred at, source id, source) of the rows that
/// name an account, or of all rows if none does.
/// </summary>
internal sealed record HomeRow(long Sequence, long OccurredAt, string SourceId, string Source, string Account)
{
    public static HomeRow Of(long sequence, ChangeEvent e) => new(sequence, e.OccurredAt.UtcTicks, e.SourceId, e.Source, e.Account);

    /// <summary>True if a later row of the same entity takes precedence over this one.</summary>
    public bool IsSupersededBy(HomeRow later) =>
        Keys.IsUnplaced(Account) != Keys.IsUnplaced(later.Account) ? Keys.IsUnplaced(Account)
        : OccurredAt != later.OccurredAt ? OccurredAt < later.OccurredAt
        : string.CompareOrdinal(SourceId, later.SourceId) is var bySourceId and not 0 ? bySourceId < 0
        : string.CompareOrdinal(Source, later.Source) <= 0;
}
