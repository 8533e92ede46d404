namespace OneLead.Storage;

/// <summary>The store cannot commit now. Nothing was acknowledged; retry the call.</summary>
[GenerateSerializer, Alias("journal-unavailable")]
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another writer owns the tenant's journal. Nothing was appended.</summary>
[GenerateSerializer, Alias("journal-fenced")]
public sealed class JournalFencedException(string message) : Exception(message);

/// <summary>A link row was committed after the one on which a decision was based. Nothing was appended; decide again.</summary>
[GenerateSerializer, Alias("stale-decision")]
public sealed class StaleDecisionException(string message) : Exception(message);

/// <summary>Another process owns the store.</summary>
[GenerateSerializer, Alias("store-owned")]
public sealed class StoreOwnedException(string message) : Exception(message);

/// <summary>The journal is damaged. Restore it from a backup.</summary>
/// <param name="sequence">The damaged row; 0 if the damage is not in a single row.</param>
[GenerateSerializer, Alias("journal-corrupt")]
public sealed class CorruptJournalException(string message, long sequence = 0, Exception? inner = null) : Exception(message, inner)
{
    [Id(0)]
    public long Sequence { get; } = sequence;
}

/// <summary>Snapshots are damaged. The next start drops them and rebuilds them from the journal.</summary>
[GenerateSerializer, Alias("snapshots-corrupt")]
public sealed class CorruptSnapshotsException(string message, Exception? inner = null) : Exception(message, inner);
