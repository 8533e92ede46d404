namespace OneLead.Storage;

/// <summary>The store cannot commit now. Nothing is acknowledged; the call can be repeated.</summary>
[GenerateSerializer, Alias("journal-unavailable")]
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another writer has taken over the tenant's journal. Nothing was appended.</summary>
[GenerateSerializer, Alias("journal-fenced")]
public sealed class JournalFencedException(string message) : Exception(message);

/// <summary>A link row came after the one on which a decision was based. Nothing was appended; decide again.</summary>
[GenerateSerializer, Alias("stale-decision")]
public sealed class StaleDecisionException(string message) : Exception(message);

/// <summary>Another process owns the store, or has taken it over.</summary>
[GenerateSerializer, Alias("store-owned")]
public sealed class StoreOwnedException(string message) : Exception(message);

/// <summary>The journal is damaged: a row that was read is not the row that was written. Restore the journal from a backup.</summary>
/// <param name="sequence">The row that could not be read, or 0 when the damage is not in one row.</param>
[GenerateSerializer, Alias("journal-corrupt")]
public sealed class CorruptJournalException(string message, long sequence = 0, Exception? inner = null) : Exception(message, inner)
{
    [Id(0)]
    public long Sequence { get; } = sequence;
}

/// <summary>Snapshots are damaged. The store drops them at its next start, and they are rebuilt from the journal.</summary>
[GenerateSerializer, Alias("snapshots-corrupt")]
public sealed class CorruptSnapshotsException(string message, Exception? inner = null) : Exception(message, inner);
