using System.Collections.Immutable;

namespace OneLead.Storage;

public enum DeadLetterState
{
    /// <summary>It waits for a correction.</summary>
    Open,

    /// <summary>Its events are in the journal.</summary>
    Replayed,

    /// <summary>A person discarded it.</summary>
    Dismissed,
}

/// <summary>A delivery that could not be mapped to events, before it is stored.</summary>
/// <param name="Entity">The sender's name of the object or table; empty if unknown.</param>
/// <param name="Reason">The error: field, value, reason.</param>
/// <param name="Content">The record as JSON in UTF-8.</param>
public sealed record NewDeadLetter(string Source, string SourceId, string Entity, string Reason, byte[] Content);

/// <summary>A delivery that could not be mapped, stored until it is replayed or dismissed.</summary>
/// <param name="Id">1, 2, 3 … over all tenants.</param>
/// <param name="Version">Starts at 1 and is incremented by each change. A change must name the current version.</param>
/// <param name="Attempts">The number of failed replays.</param>
public sealed record DeadLetter(
    long Id, string Tenant, NewDeadLetter Letter, DateTimeOffset ReceivedAt, DeadLetterState State, int Version, int Attempts,
    DateTimeOffset? ChangedAt);

public readonly record struct DeadLetterCount(string Source, DeadLetterState State, long Count);

/// <summary>
/// Stores deliveries that could not be mapped. It is a source of truth: senders are acknowledged because their delivery is
/// here.
/// </summary>
public interface IDeadLetterStore
{
    /// <summary>
    /// Stores letters in one durable commit. A letter whose (tenant, source, source id) is already stored keeps its id and is
    /// not stored again.
    /// </summary>
    /// <returns>One id for each letter, in order.</returns>
    /// <exception cref="JournalUnavailableException">The commit failed; nothing was stored.</exception>
    ValueTask<ImmutableArray<long>> AddAsync(
        string tenant, ImmutableArray<NewDeadLetter> letters, CancellationToken cancellation = default);

    /// <summary>Lists letters with an id greater than <paramref name="after"/>, oldest first.</summary>
    /// <param name="source">Filters by source; null for all.</param>
    /// <param name="state">Filters by state; null for all.</param>
    ValueTask<ImmutableArray<DeadLetter>> ListAsync(
        string tenant, string? source, DeadLetterState? state, long after, int limit, CancellationToken cancellation = default);

    ValueTask<DeadLetter?> FindAsync(string tenant, long id, CancellationToken cancellation = default);

    /// <summary>Updates a letter's reason, content, state and attempts if its version has not changed.</summary>
    /// <param name="changed">The new values, with the version that was read.</param>
    /// <returns>The updated letter; null if another change came first. Then nothing was written.</returns>
    ValueTask<DeadLetter?> UpdateAsync(DeadLetter changed, CancellationToken cancellation = default);

    /// <summary>Counts letters by source and state.</summary>
    ValueTask<ImmutableArray<DeadLetterCount>> CountAsync(string tenant, CancellationToken cancellation = default);
}
