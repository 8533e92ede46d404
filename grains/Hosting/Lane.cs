using OneLead.Events;

namespace OneLead.Hosting;

/// <summary>Rows for one account, in order. Entries may be fewer than the rows: then the account reads the journal.</summary>
internal sealed class Work(string tenant, string account, long previous)
{
    public string Tenant => tenant;
    public string Account => account;

    /// <summary>The account's last row before these.</summary>
    public long Previous => previous;

    public List<JournalEntry> Entries { get; } = [];
    public long First { get; set; }

    /// <summary>How many were added: of some only the number is told, and no entry.</summary>
    public int Rows { get; set; }

    public long UpTo { get; set; }
}

/// <summary>Work that waits, one piece an account: what comes for an account that waits already joins its piece.</summary>
internal sealed class Lane
{
    private readonly object gate = new();
    private readonly Dictionary<(string, string), Work> waiting = [];
    private readonly HashSet<Work> running = [];
    private TaskCompletionSource signal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? runningDone;
    private TaskCompletionSource? waitingDone;
    private long rows;

    public long Waiting => Interlocked.Read(ref rows);

    public void Add(string tenant, string account, long previous, long sequence, JournalEntry? entry)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue((tenant, account), out var work))
                waiting.Add((tenant, account), work = new Work(tenant, account, previous) { First = sequence });
            if (entry is not null && account.Length > 0)
                work.Entries.Add(entry);
            work.UpTo = Math.Max(work.UpTo, sequence);
            work.Rows++;
            Interlocked.Increment(ref rows);
            signal.TrySetResult();
        }
    }

    /// <summary>Waits until there is work; false when stopped.</summary>
    public async Task<bool> Wait(CancellationToken stopping)
    {
        Task task;
        lock (gate)
            task = waiting.Count > 0 ? Task.CompletedTask : (signal = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        await task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    /// <summary>Takes all that waits; each piece counts as waiting until it is done.</summary>
    public Work[] Take()
    {
        lock (gate)
        {
            var all = waiting.Values.ToArray();
            waiting.Clear();
            running.UnionWith(all);
            (runningDone, waitingDone) = (waitingDone, null);
            return all;
        }
    }

    public void Done(Work work)
    {
        lock (gate)
        {
            running.Remove(work);
            Interlocked.Add(ref rows, -work.Rows);
            if (running.Count == 0)
                runningDone?.TrySetResult();
        }
    }

    /// <summary>Completes when everything that waits or runs now is done.</summary>
    public Task Settled()
    {
        lock (gate)
        {
            return waiting.Count > 0 ? (waitingDone ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : running.Count > 0 ? (runningDone ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : Task.CompletedTask;
        }
    }

    /// <summary>The first row that waits or runs, for each tenant.</summary>
    public List<(string Tenant, long First)> FirstWaiting()
    {
        lock (gate)
            return [.. waiting.Values.Concat(running).GroupBy(w => w.Tenant).Select(g => (g.Key, g.Min(w => w.First)))];
    }
}
