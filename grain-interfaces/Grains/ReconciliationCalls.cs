using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>Starts the reconciliation's work and asks for its answer until there is one.</summary>
public static class ReconciliationCalls
{
    /// <summary>
    /// Matches the names of everything in the journal and appends the decisions as links. Completes when they are committed;
    /// <see cref="IIngest.WaitUntilAppliedAsync"/> waits until they are applied.
    /// </summary>
    /// <returns>The number of new decisions.</returns>
    public static async Task<int> SettleAsync(this IReconciliationGrain grain, CancellationToken cancellation = default) =>
        (await grain.DoAsync<ReconciliationAnswer.Settled>(new ReconciliationWork.Settle(), cancellation)).Decisions;

    public static async Task<ReconciliationView> ViewAsync(this IReconciliationGrain grain, CancellationToken cancellation = default) =>
        (await grain.DoAsync<ReconciliationAnswer.Viewed>(new ReconciliationWork.View(), cancellation)).View;

    /// <summary>
    /// Links a key to an account manually, or undoes a link (to = the key itself). Only another manual decision changes it.
    /// </summary>
    /// <returns>The decision; null if the key or the account is unknown.</returns>
    public static async Task<LinkDecision?> LinkAsync(
        this IReconciliationGrain grain, string key, string to, string by, Author? author = null,
            CancellationToken cancellation = default) =>
        (await grain.DoAsync<ReconciliationAnswer.Linked>(
            new ReconciliationWork.Link(key, to, by) { Author = author }, cancellation)).Decision;

    /// <summary>
    /// Merges an account with all its keys into another. Its id then leads to the other account, whose scores are recomputed
    /// from the facts of both.
    /// </summary>
    public static async Task<MergeOutcome> MergeAsync(
        this IReconciliationGrain grain, string account, string into, string by, Author? author = null,
        CancellationToken cancellation = default) =>
        (await grain.DoAsync<ReconciliationAnswer.Merged>(
            new ReconciliationWork.Merge(account, into, by) { Author = author }, cancellation)).Outcome;

    /// <summary>Undoes the merge of an account. Both accounts are rebuilt from their own rows, including those since the merge.</summary>
    /// <returns>False if the account was not merged.</returns>
    public static async Task<bool> UnmergeAsync(
        this IReconciliationGrain grain, string account, string by, Author? author = null, CancellationToken cancellation = default) =>
        (await grain.DoAsync<ReconciliationAnswer.Unmerged>(
            new ReconciliationWork.Unmerge(account, by) { Author = author }, cancellation)).WasMerged;

    private static async Task<TAnswer> DoAsync<TAnswer>(
        this IReconciliationGrain grain, ReconciliationWork work, CancellationToken cancellation)
        where TAnswer : ReconciliationAnswer
    {
        while (true)
        {
            // Names one request of this caller, and is in no row.
#pragma warning disable RS0030
            var asked = Guid.NewGuid();
#pragma warning restore RS0030
            var id = await UntilAnsweredAsync(() => grain.Start(asked, work), cancellation);
            ReconciliationAnswer? answer;
            while ((answer = await UntilAnsweredAsync(() => grain.Ask(id), cancellation)) is null)
                cancellation.ThrowIfCancellationRequested();
            // Lost work may have been done in part or not at all. All of it can be done again.
            if (answer is not ReconciliationAnswer.Lost)
                return (TAnswer)answer;
        }
    }

    // A call can time out while the grain compares many names.
    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TimeoutException)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
