using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Grains;

/// <summary>An account with rows that are in no stored snapshot.</summary>
/// <param name="Last">Its last such row.</param>
[GenerateSerializer, Immutable, Alias("unflushed-account")]
public readonly record struct UnflushedAccount([property: Id(0)] string Id, [property: Id(1)] long Last);

/// <summary>How far the accounts have applied a journal.</summary>
/// <param name="Head">The last row.</param>
/// <param name="Applied">Every account has applied and published its rows up to here.</param>
/// <param name="AppliedByMost">As <paramref name="Applied"/>, but without accounts that keep failing.</param>
[GenerateSerializer, Immutable, Alias("journal-progress")]
public readonly record struct JournalProgress(
    [property: Id(0)] long Head, [property: Id(1)] long Applied, [property: Id(2)] long AppliedByMost);

/// <summary>An account with rows that wait for delivery.</summary>
/// <param name="Failures">The number of failed attempts in a row.</param>
[GenerateSerializer, Immutable, Alias("waiting-account")]
public readonly record struct WaitingAccount([property: Id(0)] string Id, [property: Id(1)] int Rows, [property: Id(2)] int Failures);

/// <summary>Who writes a journal, and what waits there.</summary>
/// <param name="Owner">The silo that writes it.</param>
/// <param name="Epoch">Raised each time that a silo takes the journal; null on a store with one process.</param>
/// <param name="Since">When the owner took it.</param>
/// <param name="Waiting">The rows that wait for delivery to their accounts.</param>
/// <param name="Longest">The accounts with most such rows.</param>
/// <param name="Stuck">The accounts that have failed to apply their rows again and again.</param>
[GenerateSerializer, Immutable, Alias("journal-status")]
public sealed record JournalStatus(
    [property: Id(0)] SiloAddress Owner, [property: Id(1)] long? Epoch, [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] long Waiting, [property: Id(4)] ImmutableArray<WaitingAccount> Longest,
    [property: Id(5)] ImmutableArray<string> Stuck)
{
    /// <summary>Every row up to here is sealed; null if that is not known yet.</summary>
    [Id(6)] public long? SealedThrough { get; init; }

    /// <summary>Why rows are not sealed; null if they are.</summary>
    [Id(7)] public string? SealProblem { get; init; }
}

/// <summary>
/// The only writer of a tenant's journal. It delivers committed rows to accounts and tracks what their snapshots contain. Key:
/// tenant.
/// </summary>
[Alias("journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Activates the grain. After a crash it delivers the rows that were not delivered.</summary>
    [Alias("ping")] Task Ping();

    /// <summary>Appends events for a caller on another silo. See <see cref="IIngest.AppendAsync"/>.</summary>
    /// <param name="decidedAfter">The last link row on which the caller based a decision; null if the events contain no decision.</param>
    [Alias("append")] Task<ImmutableArray<Appended>> Append(ImmutableArray<ChangeEvent> events, long? decidedAfter);

    /// <summary>Returns how far accounts have applied the journal.</summary>
    [Alias("progress")] Task<JournalProgress> Progress();

    /// <summary>Returns the owner of the journal and what waits there.</summary>
    [Alias("status")] Task<JournalStatus> Status();

    /// <summary>
    /// Returns the accounts with rows that are in no stored snapshot. Their stored views may be out of date. Null while they are still
    /// being looked for after a start; ask again.
    /// </summary>
    [Alias("unflushed")] Task<ImmutableArray<UnflushedAccount>?> Unflushed();
}
