using System.Collections.Immutable;
using System.Threading.Channels;
using OneLead.Events;
using OneLead.Grains;

namespace OneLead.Deliveries;

/// <summary>
/// The rows of a tenant on their way to its accounts. An account has at most one delivery under way; rows that come
/// meanwhile join its next one. A failed delivery waits before its next attempt without blocking others, and is never given up.
/// </summary>
internal sealed class DeliveryQueue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingDelivery> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingDelivery> _underWay = new(StringComparer.Ordinal);
    private readonly HashSet<string> _resting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private readonly Channel<string> _ready = Channel.CreateUnbounded<string>();
    private bool _isClosed;
    private long _start;
    private long _through;
    private long _rows;

    /// <summary>The number of rows that wait or are under way.</summary>
    public long Count => Interlocked.Read(ref _rows);

    /// <summary>Sets the head of the journal before the first row added here: an activated account reads at least up to it.</summary>
    public void BeginAfter(long head) => _start = _through = head;

    /// <summary>Notes that every row up to here was added.</summary>
    public void AddedThrough(long sequence)
    {
        lock (_gate)
            _through = sequence;
    }

    /// <param name="traceParent">The recorded span of the append that brought the row.</param>
    public void Add(string account, JournalEntry row, string? traceParent = null)
    {
        lock (_gate)
        {
            var pending = Pending(account, row.Sequence, row.Sequence);
            pending.Rows.Add(row);
            pending.TraceParent ??= traceParent;
            _last[account] = row.Sequence;
        }
    }

    /// <summary>Has an account apply everything up to a row, which need not be its own.</summary>
    /// <param name="first">The account may lack rows from here on; null if only the last one.</param>
    /// <returns>Completes when it has.</returns>
    public Task WakeAsync(string account, long upTo, long? first = null)
    {
        lock (_gate)
        {
            if (_isClosed)
                return Task.FromCanceled(new CancellationToken(true));
            var pending = Pending(account, upTo, first ?? upTo);
            // Earlier rows may be committed and not added yet, and the account would skip them.
            if (upTo > _through)
                pending.ReadRows();
            return pending.WhenAppliedAsync();
        }
    }

    public bool IsPending(string account)
    {
        lock (_gate)
            return _waiting.ContainsKey(account) || _underWay.ContainsKey(account);
    }

    /// <summary>The accounts that have failed to apply their rows again and again.</summary>
    public IReadOnlyList<string> Stuck
    {
        get
        {
            lock (_gate)
                return [.. _waiting.Values.Concat(_underWay.Values).Where(static p => p.IsStuck).Select(static p => p.Account)];
        }
    }

    /// <summary>The accounts with most waiting rows, the longest queue first.</summary>
    public ImmutableArray<WaitingAccount> Longest(int count)
    {
        lock (_gate)
            return
            [
                .. _waiting.Values.Concat(_underWay.Values).GroupBy(static p => p.Account, StringComparer.Ordinal)
                    .Select(static g => new WaitingAccount(g.Key, g.Sum(static p => p.Count), g.Max(static p => p.FailedAttempts)))
                    .OrderByDescending(static a => a.Rows).ThenBy(static a => a.Id, StringComparer.Ordinal).Take(count),
            ];
    }

    /// <summary>Completes when all that waits or is under way now has been applied, apart from what is stuck.</summary>
    public Task WhenAppliedAsync()
    {
        lock (_gate)
            return _isClosed
                ? Task.FromCanceled(new CancellationToken(true))
                : Task.WhenAll(_waiting.Values.Concat(_underWay.Values).Select(static p => p.WhenAppliedAsync()).ToArray());
    }

    /// <summary>The row up to which all accounts have applied their rows, and the same without accounts that keep failing.</summary>
    public (long All, long Most) AppliedThrough()
    {
        lock (_gate)
        {
            var (all, most) = (_through, _through);
            foreach (var pending in _waiting.Values.Concat(_underWay.Values))
            {
                all = Math.Min(all, pending.First - 1);
                if (!pending.IsFailing)
                    most = Math.Min(most, pending.First - 1);
            }
            return (all, most);
        }
    }

    /// <summary>The next delivery, which is under way until it is <see cref="Applied"/> or <see cref="Failed"/>.</summary>
    public async ValueTask<PendingDelivery?> NextAsync(CancellationToken stopping)
    {
        while (await _ready.Reader.WaitToReadAsync(stopping))
        {
            while (_ready.Reader.TryRead(out var account))
            {
                if (Take(account) is { } pending)
                    return pending;
            }
        }
        return null;
    }

    public void Applied(PendingDelivery pending)
    {
        lock (_gate)
        {
            _underWay.Remove(pending.Account);
            Interlocked.Add(ref _rows, -pending.Count);
            if (_waiting.ContainsKey(pending.Account))
                _ready.Writer.TryWrite(pending.Account);
        }
        pending.Release();
    }

    /// <summary>Puts a failed delivery back. It is ready again after <see cref="Rested"/>.</summary>
    public void Failed(PendingDelivery pending)
    {
        lock (_gate)
        {
            _underWay.Remove(pending.Account);
            pending.Retry();
            if (_waiting.Remove(pending.Account, out var newer))
                pending.Absorb(newer);
            if (pending.IsStuck)
                pending.Release();
            _waiting.Add(pending.Account, pending);
            _resting.Add(pending.Account);
        }
    }

    public void Rested(string account)
    {
        lock (_gate)
        {
            _resting.Remove(account);
            _ready.Writer.TryWrite(account);
        }
    }

    /// <summary>Ends the queue and cancels the tasks that wait for its deliveries.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _ready.Writer.TryComplete();
            foreach (var pending in _waiting.Values.Concat(_underWay.Values))
                pending.Cancel();
        }
    }

    private PendingDelivery Pending(string account, long upTo, long first)
    {
        if (!_waiting.TryGetValue(account, out var pending))
        {
            _waiting.Add(account, pending = new PendingDelivery(account, _last.GetValueOrDefault(account, _start)));
            if (!_underWay.ContainsKey(account) && !_resting.Contains(account))
                _ready.Writer.TryWrite(account);
        }
        (pending.First, pending.UpTo) = (Math.Min(pending.First, first), Math.Max(pending.UpTo, upTo));
        pending.Count++;
        Interlocked.Increment(ref _rows);
        return pending;
    }

    private PendingDelivery? Take(string account)
    {
        lock (_gate)
        {
            if (_underWay.ContainsKey(account) || _resting.Contains(account) || !_waiting.Remove(account, out var pending))
                return null;
            _underWay.Add(account, pending);
            return pending;
        }
    }
}
