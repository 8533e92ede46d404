using System.Collections.Immutable;

namespace OneLead.Storage;

/// <summary>Where a dead letter stands.</summary>
public enum DeadLetterState
{
    /// <summary>It waits for somebody.</summary>
    Open,

    /// <summary>Its events are in the journal now.</summary>
    Replayed,

    /// <summary>Somebody decided that it is not wanted.</summary>
    Dismissed,
}

/// <summary>What a source delivered and nobody could map, before it is kept.</summary>
/// <param name="Entity">The sender's name of the object or table, for the list; empty when not even that is known.</param>
/// <param name="Reason">What is wrong with it, for people: field, value, reason.</param>
/// <param name="Content">The record as JSON in UTF-8: what is shown, corrected and mapped again.</param>
public sealed record NewDeadLetter(string Source, string SourceId, string Entity, string Reason, byte[] Content);

/// <summary>A delivery that could not be mapped, kept until it is replayed or dismissed.</summary>
/// <param name="Id">1, 2, 3 … over all tenants.</param>
/// <param name="Version">1 at first, one more with each change: a change must name the version that it saw.</param>
/// <param name="Attempts">How often a replay failed.</param>
public sealed record DeadLetter(
    long Id, string Tenant, NewDeadLetter Letter, DateTimeOffset ReceivedAt, DeadLetterState State, int Version, int Attempts, DateTimeOffset? ChangedAt);

/// <summary>How many letters of a source are in a state.</summary>
public readonly record struct DeadLetterCount(string Source, DeadLetterState State, long Count);

/// <summary>The list of what could not be mapped. It is truth: a delivery is answered as taken because it is here.</summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Keeps letters in one durable commit. One whose (tenant, source, source id) is here already is not kept again: it
    /// gets the id that it has.
    /// </summary>
    /// <returns>One id for each letter, in order.</returns>
    /// <exception cref="JournalUnavailableException">The commit failed; nothing was kept.</exception>
    ValueTask<ImmutableArray<long>> AddAsync(string tenant, ImmutableArray<NewDeadLetter> letters, CancellationToken cancellation = default);

    /// <summary>Letters with an id above <paramref name="after"/>, the oldest first.</summary>
    /// <param name="source">Of this source alone; null: of all.</param>
    /// <param name="state">In this state alone; null: in any.</param>
    ValueTask<ImmutableArray<DeadLetter>> ListAsync(string tenant, string? source, DeadLetterState? state, long after, int limit, CancellationToken cancellation = default);

    ValueTask<DeadLetter?> FindAsync(string tenant, long id, CancellationToken cancellation = default);

    /// <summary>Writes a letter's reason, content, state and attempts when nobody else changed it since it was read.</summary>
    /// <param name="changed">The letter as it shall be; its version is the one that was read.</param>
    /// <returns>The letter as it is now; null when another change came first, and nothing was written.</returns>
    ValueTask<DeadLetter?> UpdateAsync(DeadLetter changed, CancellationToken cancellation = default);

    /// <summary>How many there are, by source and state.</summary>
    ValueTask<ImmutableArray<DeadLetterCount>> CountAsync(string tenant, CancellationToken cancellation = default);
}
