using OneLead.Events;

namespace OneLead.Deliveries;

/// <summary>Rows that wait for one account, in order.</summary>
/// <param name="previous">The last row that was delivered to the account before these.</param>
internal sealed class PendingDelivery(string account, long previous)
{
    /// <summary>The account finds a gap before such a delivery and reads its rows from the journal.</summary>
    public const long ReadFromJournal = long.MaxValue;

    private readonly List<PendingDelivery> _absorbed = [];
    private TaskCompletionSource? _applied;

    public string Account => account;

    public long Previous { get; private set; } = previous;

    public List<JournalEntry> Rows { get; } = [];

    /// <summary>The account may lack rows from here on.</summary>
    public long First { get; set; } = long.MaxValue;

    public long UpTo { get; set; }

    /// <summary>The recorded span of the first append among its rows that has one.</summary>
    public string? TraceParent { get; set; }

    /// <summary>The number of rows that wait, which the metrics count.</summary>
    public int Count { get; set; }

    public int FailedAttempts { get; private set; }

    /// <summary>True if it failed several times in a row: reads of other accounts no longer wait for it.</summary>
    public bool IsFailing => FailedAttempts >= 5;

    /// <summary>
    /// True if it failed so often, over about 15 s, that no caller waits for it any more: an account that cannot apply its rows must
    /// not hold up work on others.
    /// </summary>
    public bool IsStuck => FailedAttempts >= 8;

    /// <summary>
    /// Completes when the account has applied and published the rows, or when they are stuck. Called in the queue's lock.
    /// </summary>
    public Task WhenAppliedAsync() =>
        IsStuck ? Task.CompletedTask : (_applied ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Answers the callers that wait for it: the account has applied it, or it is stuck.</summary>
    public void Release()
    {
        _applied?.TrySetResult();
        _absorbed.ForEach(static p => p.Release());
    }

    public void Cancel()
    {
        _applied?.TrySetCanceled();
        _absorbed.ForEach(static p => p.Cancel());
    }

    /// <summary>Merges in a later delivery to the same account, with the callers that wait for it.</summary>
    public void Absorb(PendingDelivery later)
    {
        (First, UpTo) = (Math.Min(First, later.First), Math.Max(UpTo, later.UpTo));
        Count += later.Count;
        _absorbed.Add(later);
    }

    /// <summary>Prepares the next attempt. The account may have applied a part, so it reads the missing rows.</summary>
    public void Retry()
    {
        FailedAttempts++;
        ReadRows();
    }

    /// <summary>Has the account read its rows from the journal instead of the ones that wait here.</summary>
    public void ReadRows()
    {
        Previous = ReadFromJournal;
        Rows.Clear();
    }
}
