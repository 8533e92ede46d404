using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>
/// Rows of the journal for an account. An account that has not reached <paramref name="Previous"/> reads the journal instead.
/// </summary>
/// <param name="Previous">The last row that was delivered to the account before these.</param>
/// <param name="Entries">Rows of the account's stream, in order; may be empty when only tenant rows concern it.</param>
/// <param name="UpTo">The sequence up to which the account's stream is complete with these rows.</param>
[GenerateSerializer, Immutable, Alias("delivery")]
public sealed record JournalDelivery([property: Id(0)] long Previous, [property: Id(1)] ImmutableArray<JournalEntry> Entries, [property: Id(2)] long UpTo);

/// <summary>The consistency boundary: one account with its items, leads and scores. Key: tenant/account.</summary>
[Alias("account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes rows in and recomputes what they touch. A repeat is harmless.</summary>
    [Alias("apply")] Task Apply(JournalDelivery delivery);

    /// <summary>The account as the read model shows it, whole; null when nothing is known of it or it has departed.</summary>
    [Alias("current")] Task<AccountDelta?> Current();

    /// <summary>The account's entities of a kind, by id.</summary>
    [Alias("entities")] Task<ImmutableArray<EntityRow>> Entities(EventKind kind);

    /// <summary>Everything about the account; null as above.</summary>
    [Alias("view")] Task<Account360?> View();

    /// <summary>A lead with its explanation; null when the account has none of that id.</summary>
    [Alias("lead")] Task<LeadDetail?> Lead(string lead);

    /// <summary>An item as it stands; null when the account has none of that id.</summary>
    [Alias("item")] Task<ItemView?> Item(string item);

    /// <summary>What became of the command in a journal row of this account; waits for nothing: the row is taken in first.</summary>
    [Alias("outcome")] Task<CommandResult> Outcome(string lead, long sequence);

    /// <summary>Hands the account's snapshot to the writer, which stores it behind the work.</summary>
    /// <param name="isWhole">Hands over every record, and not just those that changed since the last time.</param>
    [Alias("flush")] Task Flush(bool isWhole);

    /// <summary>Has an item's grain told of its changes from now on.</summary>
    /// <returns>The item as it stands; null when the account has none of that id.</returns>
    [Alias("watch-item")] Task<ItemView?> WatchItem(string item);
}
