using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead;

/// <summary>
/// The way into a silo for what comes from outside: verified events in, acknowledged when durable. One per process.
/// </summary>
public interface IIngest
{
    /// <summary>
    /// Journals events that have passed <see cref="EventSchema.Check"/> and delivers them to the accounts that they concern.
    /// Completes after the commit; scores follow within milliseconds.
    /// </summary>
    /// <exception cref="Storage.JournalUnavailableException">Nothing was taken.</exception>
    /// <exception cref="IngestOverloadedException">Too much is waiting; try again after its delay.</exception>
    ValueTask<ImmutableArray<Appended>> Append(string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default);

    /// <summary>The events that wait for a commit or for the accounts that they concern.</summary>
    long Waiting { get; }

    /// <summary>Whether so many wait that an append would be refused now.</summary>
    bool IsOverloaded { get; }

    /// <summary>Journals a command on a lead and returns what became of it once it was applied at its place.</summary>
    ValueTask<CommandResult> Command(string tenant, ChangeEvent command, CancellationToken cancellation = default);

    /// <summary>Completes when everything journaled before the call has reached its accounts and their observers.</summary>
    ValueTask Settled(string tenant, CancellationToken cancellation = default);

    /// <summary>The account to which a key belongs now.</summary>
    string AccountOf(string tenant, string key);

    /// <summary>The account that owns an item (or another entity), or null when none is known.</summary>
    ValueTask<string?> OwnerOf(string tenant, EventKind kind, string entity, CancellationToken cancellation = default);
}

/// <summary>More waits than the service takes; nothing was taken of this call.</summary>
public sealed class IngestOverloadedException(TimeSpan retryAfter) : Exception($"Too many events are waiting; try again in {retryAfter.TotalSeconds:0} s.")
{
    public TimeSpan RetryAfter => retryAfter;
}

/// <summary>What a verification found.</summary>
/// <param name="Accounts">How many accounts were compared.</param>
/// <param name="Rows">How many journal rows they were folded from.</param>
/// <param name="Different">The accounts whose snapshot and stream differ from their fold from nothing: none, unless something is broken.</param>
/// <param name="Digest">SHA-256 over every account's state, in hex: equal states of two stores have equal digests.</param>
public sealed record VerificationReport(int Accounts, long Rows, ImmutableArray<string> Different, string Digest);

/// <summary>Checks that what is kept equals what the journal says.</summary>
public interface IVerification
{
    /// <summary>Folds every account from nothing and compares it, byte for byte, with its snapshot and the stream after it. Writes nothing.</summary>
    Task<VerificationReport> Verify(string tenant, IProgress<int>? accounts = null, CancellationToken cancellation = default);
}
