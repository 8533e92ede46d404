using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>The state that all accounts of a tenant share, derived from its tenant rows. Key: tenant.</summary>
[Alias("tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    [Alias("view")] Task<TenantView> View();

    /// <summary>Returns the territory names and name aliases: the fields of each mapping, by entity.</summary>
    [Alias("names")] Task<ImmutableDictionary<string, EventData>> Names();

    /// <summary>Returns the retracted imports (see <see cref="ImportIds"/>).</summary>
    [Alias("retracted")] Task<ImmutableHashSet<string>> Retracted();

    /// <summary>
    /// Appends the event that begins a day, after which due accounts are rescored. Does nothing if the day has already begun.
    /// </summary>
    /// <returns>False if the day is before the tenant's current day.</returns>
    [Alias("begin-day")] Task<bool> BeginDay(DateOnly day);
}

/// <summary>Assigns account keys to accounts by name. Key: tenant.</summary>
[Alias("reconciliation")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Matches the names of everything in the journal and appends the decisions as links. Returns when they are committed;
    /// <see cref="IIngest.WaitUntilAppliedAsync"/> waits until they are applied.
    /// </summary>
    /// <returns>The number of new decisions.</returns>
    [Alias("settle")] Task<int> Settle();

    [Alias("view")] Task<ReconciliationView> View();

    /// <summary>
    /// Links a key to an account manually, or undoes a link (to = the key itself). Only another manual decision changes it.
    /// </summary>
    [Alias("link")] Task<LinkDecision?> Link(string key, string to, string by);

    /// <summary>
    /// Merges an account with all its keys into another. Its id then leads to the other account, whose scores are recomputed
    /// from the facts of both.
    /// </summary>
    [Alias("merge")] Task<MergeOutcome> Merge(string account, string into, string by);

    /// <summary>Undoes the merge of an account. Both accounts are rebuilt from their own rows, including those since the merge.</summary>
    /// <returns>False if the account was not merged.</returns>
    [Alias("unmerge")] Task<bool> Unmerge(string account, string by);
}

/// <summary>The result of a manual merge.</summary>
public enum MergeOutcome
{
    Merged,

    /// <summary>An account is unknown, or both are the same account. Nothing was changed.</summary>
    NotDistinct,

    /// <summary>A manual link on a key of the account forbids the merge. Nothing was changed.</summary>
    LinkedByHand,
}
