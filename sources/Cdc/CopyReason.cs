using System.Collections.Immutable;

namespace OneLead.Sources.Cdc;

/// <summary>Why the tables of a source are copied.</summary>
/// <param name="Code">
/// first, interrupted, other_log, slot_gone, slot_lost, rows_missed, publication_changed, tables_added, truncated, table_changed:
/// the label of the metric.
/// </param>
/// <param name="Text">The reason for people.</param>
internal sealed record CopyReason(string Code, string Text)
{
    /// <summary>Decides whether a copy is needed. Null if the slot has every change that is not yet journaled.</summary>
    /// <param name="logEnd">Where the server's log ends.</param>
    /// <exception cref="CdcBlockedException">The slot may belong to somebody else.</exception>
    public static CopyReason? Find(
        PostgresSource source, CdcPosition? position, SlotFacts? slot, string system, ulong logEnd,
        ImmutableArray<PublishedTable> tables) =>
        (position, slot) switch
        {
            (null, null) => new("first", "this is the first copy"),
            (null, _) => throw new CdcBlockedException(
                $"The slot '{source.Slot}' exists, and this installation did not create it. "
                + $"If nobody else uses it, run: onelead cdc drop-slot {source.Name}"),
            ({ IsCopying: true }, _) => new("interrupted", "the last copy was interrupted"),
            ({ } at, _) when at.System != system || at.Place > logEnd => new(
                "other_log", "the database has another log than before: it is another database, was restored, or a standby was promoted"),
            (_, null) => new("slot_gone", $"the slot '{source.Slot}' is gone, and the log no longer has the changes since then"),
            (_, { IsLost: true }) => new(
                "slot_lost", $"the server discarded the log that the slot '{source.Slot}' needs (max_slot_wal_keep_size)"),
            ({ } at, { } kept) when kept.Confirmed > at.Place => new(
                "rows_missed", $"the slot '{source.Slot}' was advanced past changes that were not journaled"),
            ({ } at, _) when at.Publication != source.Publication => new(
                "publication_changed", $"the publication is now '{source.Publication}'"),
            ({ } at, _) when Added(at, tables) is { Length: > 0 } added => new(
                "tables_added", $"added to the publication: {string.Join(", ", added)}"),
            _ => null,
        };

    public static CopyReason Truncated(string table) =>
        new("truncated", $"{table} was truncated, and the log does not say which rows it had");

    public static CopyReason Changed(string table) =>
        new("table_changed",
            $"{table} was replaced or rewritten, or its columns or partitions changed, and the log does not say which rows differ");

    private static ImmutableArray<string> Added(CdcPosition position, ImmutableArray<PublishedTable> tables) =>
        [.. tables.Select(t => t.Table.FullName).Except(position.Tables)];
}

/// <summary>Following cannot continue until somebody acts on the message.</summary>
internal sealed class CdcBlockedException(string message) : Exception(message);

/// <summary>The tables must be copied before the log can be read further.</summary>
internal sealed class CopyNeededException(CopyReason reason) : Exception(reason.Text)
{
    public CopyReason Reason => reason;
}
