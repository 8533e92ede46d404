using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>
/// Assigns account keys to accounts by name. Key: tenant. Its work can take longer than a call may last, so it is started and then
/// asked for; call it by <see cref="ReconciliationCalls"/>.
/// </summary>
[Alias("reconciliation")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>Starts work under an id of the caller's, which may repeat the call. Work that was started earlier is done first.</summary>
    /// <returns>The id to ask for: another one if the same work waits already.</returns>
    [Alias("start")] Task<Guid> Start(Guid id, ReconciliationWork work);

    /// <summary>Returns the answer, or null if there is none yet. Throws what the work threw.</summary>
    [Alias("ask")] Task<ReconciliationAnswer?> Ask(Guid id);
}

/// <summary>What a reconciliation is asked to do.</summary>
[GenerateSerializer, Immutable, Alias("reconciliation-work")]
public abstract record ReconciliationWork
{
    private ReconciliationWork()
    {
    }

    /// <summary>Who asked for it; null for work of the service itself.</summary>
    [Id(0)] public Author? Author { get; init; }

    /// <summary>See <see cref="ReconciliationCalls.SettleAsync"/>.</summary>
    [GenerateSerializer, Immutable, Alias("reconciliation-work-settle")]
    public sealed record Settle : ReconciliationWork;

    /// <summary>See <see cref="ReconciliationCalls.ViewAsync"/>.</summary>
    [GenerateSerializer, Immutable, Alias("reconciliation-work-view")]
    public sealed record View : ReconciliationWork;

    /// <summary>See <see cref="ReconciliationCalls.LinkAsync"/>.</summary>
    [GenerateSerializer, Immutable, Alias("reconciliation-work-link")]
    public sealed record Link(
        [property: Id(0)] string Key, [property: Id(1)] string To, [property: Id(2)] string By) : ReconciliationWork;

    /// <summary>See <see cref="ReconciliationCalls.MergeAsync"/>.</summary>
    [GenerateSerializer, Immutable, Alias("reconciliation-work-merge")]
    public sealed record Merge(
        [property: Id(0)] string Account, [property: Id(1)] string Into, [property: Id(2)] string By) : ReconciliationWork;

    /// <summary>See <see cref="ReconciliationCalls.UnmergeAsync"/>.</summary>
    [GenerateSerializer, Immutable, Alias("reconciliation-work-unmerge")]
    public sealed record Unmerge([property: Id(0)] string Account, [property: Id(1)] string By) : ReconciliationWork;
}

/// <summary>The answer to a <see cref="ReconciliationWork"/>.</summary>
[GenerateSerializer, Immutable, Alias("reconciliation-answer")]
public abstract record ReconciliationAnswer
{
    private ReconciliationAnswer()
    {
    }

    /// <summary>The grain was activated again since the work was started, and does not know it.</summary>
    [GenerateSerializer, Immutable, Alias("reconciliation-answer-lost")]
    public sealed record Lost : ReconciliationAnswer;

    [GenerateSerializer, Immutable, Alias("reconciliation-answer-settled")]
    public sealed record Settled([property: Id(0)] int Decisions) : ReconciliationAnswer;

    [GenerateSerializer, Immutable, Alias("reconciliation-answer-viewed")]
    public sealed record Viewed([property: Id(0)] ReconciliationView View) : ReconciliationAnswer;

    [GenerateSerializer, Immutable, Alias("reconciliation-answer-linked")]
    public sealed record Linked([property: Id(0)] LinkDecision? Decision) : ReconciliationAnswer;

    [GenerateSerializer, Immutable, Alias("reconciliation-answer-merged")]
    public sealed record Merged([property: Id(0)] MergeOutcome Outcome) : ReconciliationAnswer;

    [GenerateSerializer, Immutable, Alias("reconciliation-answer-unmerged")]
    public sealed record Unmerged([property: Id(0)] bool WasMerged) : ReconciliationAnswer;
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
