using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>
/// A hint that the journal has new rows for an account. The truth is the journal: an account that finds a gap before
/// <paramref name="Previous"/> reads it there.
/// </summary>
/// <param name="Previous">The sequence of the account's last row before these.</param>
/// <param name="Entries">Rows of the account's stream, in order; may be empty to say "look up to <paramref name="UpTo"/>".</param>
/// <param name="UpTo">The sequence up to which the account's stream is complete with these rows.</param>
[GenerateSerializer, Immutable, Alias("delivery")]
public sealed record Delivery([property: Id(0)] long Previous, [property: Id(1)] ImmutableArray<JournalEntry> Entries, [property: Id(2)] long UpTo);

/// <summary>The consistency boundary: one account with its items, leads and scores. Key: tenant/account.</summary>
[Alias("account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Takes rows in and recomputes what they touch. A repeat is harmless.</summary>
    [Alias("apply")] Task Apply(Delivery delivery);

    /// <summary>Takes in the tenant rows up to now: a day begun, rules published, lifecycles.</summary>
    [Alias("catch-up")] Task CatchUp();

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

    /// <summary>Hands the account's snapshot to the writer that stores it behind the work.</summary>
    [Alias("flush")] Task Flush();

    /// <summary>Asks to be told of an item's changes through its grain.</summary>
    [Alias("watch-item")] Task WatchItem(string item);
}
