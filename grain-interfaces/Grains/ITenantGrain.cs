using System.Collections.Immutable;
using System.Globalization;
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
    [Alias("begin-day")] Task<DayOutcome> BeginDay(DateOnly day);

    /// <summary>Returns what <see cref="BeginDay"/> would, and begins nothing.</summary>
    [Alias("check-day")] Task<DayOutcome> CheckDay(DateOnly day);
}

/// <summary>The result of beginning a day.</summary>
public enum DayOutcome
{
    /// <summary>It has begun, now or before.</summary>
    Begun,

    /// <summary>It is before the tenant's current day.</summary>
    Earlier,

    /// <summary>It is more than <see cref="DayBound.MaxAhead"/> days ahead of the clock.</summary>
    TooFarAhead,
}

/// <summary>Bounds the days that may begin: a day that has begun cannot be taken back.</summary>
public static class DayBound
{
    /// <summary>How many days a day may be ahead of the clock (UTC), unless the journal holds nothing but days and rules.</summary>
    public const int MaxAhead = 3;

    /// <summary>Why a day was not begun, for people.</summary>
    public static string Reason(this DayOutcome outcome, DateOnly day) => outcome == DayOutcome.Earlier
        ? string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} is earlier than the current day; days cannot go back.")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{day:yyyy-MM-dd} is more than {MaxAhead} days ahead of the clock. A day that has begun cannot be taken back.");
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
