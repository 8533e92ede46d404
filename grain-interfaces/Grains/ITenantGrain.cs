using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>What holds for the whole tenant, derived from its tenant rows. Key: tenant.</summary>
[Alias("tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    [Alias("view")] Task<TenantView> View();

    /// <summary>The names of territories, and other spellings of names, as they stand: their fields by entity.</summary>
    [Alias("names")] Task<ImmutableDictionary<string, EventData>> Names();

    /// <summary>The imports that were taken back: see <see cref="ImportIds"/>.</summary>
    [Alias("retracted")] Task<ImmutableHashSet<string>> Retracted();

    /// <summary>Journals that a day begins. The accounts that are due follow. A day already begun is a no-op.</summary>
    /// <returns>False when the day is earlier than the tenant's: time does not run backwards.</returns>
    [Alias("begin-day")] Task<bool> BeginDay(DateOnly day);
}

/// <summary>How names become accounts. Key: tenant.</summary>
[Alias("reconciliation")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>
    /// Matches the names of everything journaled so far: decides, and journals the decisions as links. Returns when they are
    /// journaled; <see cref="IIngest.WaitUntilAppliedAsync"/> waits until they are applied.
    /// </summary>
    /// <returns>The number of new decisions.</returns>
    [Alias("settle")] Task<int> Settle();

    [Alias("view")] Task<ReconciliationView> View();

    /// <summary>Links a key to an account by hand, or undoes a link (to = the key itself). The decision holds until another by hand.</summary>
    [Alias("link")] Task<LinkDecision?> Link(string key, string to, string by);

    /// <summary>Merges an account, with all its keys, into another: its id leads there from now on, and scores are computed anew from both's facts.</summary>
    [Alias("merge")] Task<MergeOutcome> Merge(string account, string into, string by);

    /// <summary>Takes back the merge of an account, whoever said it: both are as they would be without it, what happened since included.</summary>
    /// <returns>False when it was not merged.</returns>
    [Alias("unmerge")] Task<bool> Unmerge(string account, string by);
}

/// <summary>What became of a merge by hand.</summary>
public enum MergeOutcome
{
    Merged,

    /// <summary>One of the two is not known, or they are one already: nothing was done.</summary>
    NotDistinct,

    /// <summary>A key of the account was set on its own by hand, which holds until another link by hand: nothing was done.</summary>
    LinkedByHand,
}
