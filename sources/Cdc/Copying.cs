using System.Collections.Immutable;

namespace OneLead.Sources.Cdc;

/// <summary>Why tables are copied.</summary>
/// <param name="Code">first, interrupted, other_log, slot_gone, slot_lost, rows_missed, publication_changed, tables_added, truncated.</param>
/// <param name="Why">For people.</param>
internal sealed record Copying(string Code, string Why)
{
    /// <summary>Null when the slot has all that is not journaled.</summary>
    /// <param name="end">Where the server's log ends.</param>
    /// <exception cref="CdcBlockedException">The slot may belong to somebody else.</exception>
    public static Copying? Reason(PostgresSource source, CdcPosition? position, SlotFacts? slot, string system, ulong end, ImmutableArray<PublishedTable> tables) => (position, slot) switch
    {
        (null, null) => new("first", "for the first time"),
        (null, _) => throw new CdcBlockedException($"A slot '{source.Slot}' exists already and this installation did not make it. If nobody else uses it: onelead cdc drop-slot {source.Name}"),
        ({ IsCopying: true }, _) => new("interrupted", "the last copy was interrupted"),
        ({ } at, _) when at.System != system || at.Place > end => new("other_log", "the database has another log than before: it is another one, or was restored, or a standby took over"),
        (_, null) => new("slot_gone", $"the slot '{source.Slot}' is gone: changes since then are not in the log any more"),
        (_, { IsLost: true }) => new("slot_lost", $"the server threw away what the slot '{source.Slot}' needs (max_slot_wal_keep_size)"),
        ({ } at, { } kept) when kept.Confirmed > at.Place => new("rows_missed", $"the slot '{source.Slot}' is ahead of what was journaled: changes between were missed"),
        ({ } at, _) when at.Publication != source.Publication => new("publication_changed", $"another publication than before: '{source.Publication}'"),
        ({ } at, _) when Added(at, tables) is { Length: > 0 } all => new("tables_added", $"added to the publication: {string.Join(", ", all)}"),
        _ => null,
    };

    public static Copying Truncated(string table) => new("truncated", $"{table} was truncated: which rows it had, the log does not say");

    private static ImmutableArray<string> Added(CdcPosition position, ImmutableArray<PublishedTable> tables) => [.. tables.Select(t => t.Table.FullName).Except(position.Tables)];
}

/// <summary>Somebody must do something before it can go on.</summary>
internal sealed class CdcBlockedException(string message) : Exception(message);

/// <summary>The tables must be copied before the log can be read on.</summary>
internal sealed class CopyNeededException(Copying reason) : Exception(reason.Why)
{
    public Copying Reason => reason;
}
