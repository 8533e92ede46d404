using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>
/// Journal rows for an account. An account whose watermark is below <paramref name="Previous"/> reads the journal instead.
/// </summary>
/// <param name="Previous">The last row that was delivered to the account before these.</param>
/// <param name="Entries">Rows of the account's stream, in order. Empty if only tenant rows apply to it.</param>
/// <param name="UpTo">The account's stream is complete up to this sequence.</param>
[GenerateSerializer, Immutable, Alias("delivery")]
public sealed record JournalDelivery(
    [property: Id(0)] long Previous, [property: Id(1)] ImmutableArray<JournalEntry> Entries, [property: Id(2)] long UpTo);

/// <summary>An account with its items, leads and scores; the consistency boundary. Key: tenant/account.</summary>
[Alias("account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Applies rows, recomputes what they affect and publishes the change. Idempotent.</summary>
    [Alias("apply")] Task Apply(JournalDelivery delivery);

    /// <summary>
    /// Returns the whole account as the read model shows it. Its row is null if it is unknown or all its keys belong to other accounts.
    /// </summary>
    /// <param name="atLeast">The account's rows up to here are applied first: it may have begun on a silo that lagged behind.</param>
    [Alias("current")] Task<AccountDelta> Current(long atLeast = 0);

    /// <summary>Returns the account's entities of a kind, ordered by id.</summary>
    [Alias("entities")] Task<ImmutableArray<EntityRow>> Entities(EventKind kind);

    /// <summary>Returns everything about the account; null if it is unknown or all its keys belong to other accounts.</summary>
    [Alias("view")] Task<Account360?> View();

    /// <summary>Returns who was the account's manager from when on; null if the account is unknown.</summary>
    [Alias("managers")] Task<AccountManagers?> Managers();

    /// <summary>Returns a lead with its explanation; null if the account does not have it.</summary>
    [Alias("lead")] Task<LeadDetail?> Lead(string lead);

    /// <summary>Returns what to do about leads, in their order; null for a lead that the account does not have.</summary>
    [Alias("recommended-actions")] Task<ImmutableArray<string?>> RecommendedActions(ImmutableArray<string> leads);

    /// <summary>Returns an item; null if the account does not have it.</summary>
    [Alias("item")] Task<ItemView?> Item(string item);

    /// <summary>Returns the result of the command in a journal row. Applies the account's rows up to that row first.</summary>
    [Alias("outcome")] Task<CommandResult> Outcome(string lead, long sequence);

    /// <summary>Hands the account's snapshot to the silo's snapshot writer.</summary>
    /// <param name="isWhole">True to include every record and not only those that changed since the last snapshot.</param>
    [Alias("flush")] Task Flush(bool isWhole);

    /// <summary>Notifies the item's grain of later changes.</summary>
    /// <returns>The current item; null if the account does not have it.</returns>
    [Alias("watch-item")] Task<ItemView?> WatchItem(string item);
}
