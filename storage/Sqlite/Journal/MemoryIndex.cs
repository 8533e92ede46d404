using System.Runtime.InteropServices;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The index entries of committed rows that are not in the index file yet: an active segment that grows, and a sealed one
/// while the index writer stores it. The sealed segment is dropped after its commit, so a reader that queries the memory
/// index first and the file second sees every row.
/// </summary>
internal sealed class MemoryIndex
{
    private readonly object _gate = new();
    private MemoryIndexSegment _active = new();
    private MemoryIndexSegment? _sealed;

    public int Rows
    {
        get
        {
            lock (_gate)
                return _active.Rows + (_sealed?.Rows ?? 0);
        }
    }

    /// <summary>Adds committed rows and their index entries, in order.</summary>
    public void Add(List<LogRow> rows, List<Posting> postings)
    {
        lock (_gate)
        {
            _active.Add(rows, postings);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Adds the ids from <paramref name="from"/> to <paramref name="to"/> with a hash.</summary>
    public void Collect(long hash, long from, long to, HashSet<long> into)
    {
        lock (_gate)
        {
            _active.Collect(hash, from, to, into);
            _sealed?.Collect(hash, from, to, into);
        }
    }

    /// <summary>
    /// Returns the greatest id of a tenant from <paramref name="from"/> to <paramref name="to"/> with a hash; 0 if there is
    /// none.
    /// </summary>
    public long Last(long hash, long from, long to)
    {
        lock (_gate)
            return _active.Last(hash, from, to) is var id and not 0 ? id : _sealed?.Last(hash, from, to) ?? 0;
    }

    /// <summary>
    /// Seals the active segment and returns it, or returns the sealed segment that could not be stored. Null if there is none.
    /// </summary>
    public MemoryIndexSegment? Seal()
    {
        lock (_gate)
        {
            if (_sealed is null && _active.Rows > 0)
                (_sealed, _active) = (_active, new MemoryIndexSegment());
            return _sealed;
        }
    }

    /// <summary>Drops the sealed segment, which is now in the index file.</summary>
    public void Drop()
    {
        lock (_gate)
        {
            _sealed = null;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Wakes all waiting threads.</summary>
    public void Pulse()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    /// <summary>Waits until the memory index has fewer rows than <paramref name="bound"/>.</summary>
    /// <returns>False if <paramref name="patience"/> elapsed first.</returns>
    public bool WaitForRoom(int bound, TimeSpan patience) => WaitUntil(() => _active.Rows + (_sealed?.Rows ?? 0) < bound, patience);

    /// <summary>
    /// Waits until the active segment has <paramref name="rows"/> rows, <paramref name="delay"/> has elapsed, or
    /// <paramref name="hurry"/> is true.
    /// </summary>
    public void WaitForWork(int rows, TimeSpan delay, Func<bool> hurry) => WaitUntil(() => hurry() || _active.Rows >= rows, delay);

    private bool WaitUntil(Func<bool> condition, TimeSpan patience)
    {
        var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (_gate)
        {
            while (!condition())
            {
                var left = deadline - Environment.TickCount64;
                if (left <= 0)
                    return false;
                Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue));
            }
            return true;
        }
    }
}

/// <summary>A segment of the memory index: entries in commit order, linked by hash from the newest to the oldest.</summary>
internal sealed class MemoryIndexSegment
{
    private readonly Dictionary<long, int> _newest = [];
    private readonly List<int> _older = [];

    public List<Posting> Postings { get; } = [];

    public int Rows { get; private set; }

    /// <summary>The sequence and checksum of each tenant's last row in the segment.</summary>
    public Dictionary<int, (long Sequence, uint Checksum)> Through { get; } = [];

    public void Add(List<LogRow> rows, List<Posting> postings)
    {
        foreach (var posting in postings)
        {
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, posting.Hash, out var known);
            _older.Add(known ? newest : -1);
            newest = Postings.Count;
            Postings.Add(posting);
        }
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
            Through[row.Tenant] = (row.Entry.Sequence, row.Checksum);
        Rows += rows.Count;
    }

    public void Collect(long hash, long from, long to, HashSet<long> into)
    {
        for (var i = _newest.GetValueOrDefault(hash, -1); i >= 0; i = _older[i])
        {
            if (Postings[i].Id >= from && Postings[i].Id <= to)
                into.Add(Postings[i].Id);
        }
    }

    public long Last(long hash, long from, long to)
    {
        for (var i = _newest.GetValueOrDefault(hash, -1); i >= 0; i = _older[i])
        {
            if (Postings[i].Id >= from && Postings[i].Id <= to)
                return Postings[i].Id;
        }
        return 0;
    }
}
