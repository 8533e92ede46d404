namespace OneLead.Web.ReadModel;

/// <summary>
/// Rows in chunks that are copied on the first write after a snapshot. Readers scan an immutable state without a lock, and
/// without readers nothing is copied. Writes and <see cref="Snapshot"/> need the owner's lock.
/// </summary>
internal sealed class SnapshotTable<T> where T : struct, IAccountRow
{
    private const int ChunkSize = 512;

    private readonly List<Chunk> _chunks = [];
    private readonly Stack<int> _free = new();
    private Slot[][]? _snapshot;
    private int _stamp;
    private int _used;

    public int Count => _used - _free.Count;

    public T this[int slot]
    {
        get => _chunks[slot / ChunkSize].Slots[slot % ChunkSize].Row;
        set => Write(slot, new Slot(true, value));
    }

    public int Add(T row)
    {
        if (!_free.TryPop(out var slot))
            slot = _used++;
        if (slot / ChunkSize == _chunks.Count)
            _chunks.Add(new Chunk(new Slot[ChunkSize], _stamp));
        this[slot] = row;
        return slot;
    }

    public void Remove(int slot)
    {
        Write(slot, default);
        _free.Push(slot);
    }

    /// <summary>An immutable snapshot of the current rows.</summary>
    public Rows Snapshot()
    {
        if (_snapshot is null)
        {
            _stamp++;
            _snapshot = [.. _chunks.Select(c => c.Slots)];
        }
        return new Rows(_snapshot, Count);
    }

    private void Write(int slot, Slot value)
    {
        var chunk = _chunks[slot / ChunkSize];
        if (chunk.Stamp != _stamp)
            _chunks[slot / ChunkSize] = chunk = new Chunk([.. chunk.Slots], _stamp);
        chunk.Slots[slot % ChunkSize] = value;
        _snapshot = null;
    }

    private readonly record struct Chunk(Slot[] Slots, int Stamp);

    internal readonly struct Slot(bool isTaken, T row)
    {
        public readonly bool IsTaken = isTaken;
        public readonly T Row = row;
    }

    /// <summary>A snapshot of the table, for foreach. The default has no rows.</summary>
    /// <param name="seen">The accounts whose rows it shows; null: all.</param>
    internal readonly struct Rows(Slot[][] chunks, int count, ulong[]? seen = null)
    {
        public int Count => seen is null ? count : CountSeen();

        /// <summary>The rows of some accounts alone; null: of all.</summary>
        public Rows Of(ulong[]? accounts) => new(chunks, count, accounts);

        public Enumerator GetEnumerator() => new(chunks ?? [], seen);

        private int CountSeen()
        {
            var rows = 0;
            foreach (ref readonly var _ in this)
                rows++;
            return rows;
        }
    }

    internal ref struct Enumerator(Slot[][] chunks, ulong[]? seen)
    {
        private Span<Slot> _chunk;
        private int _next;
        private int _at = -1;

        public readonly ref readonly T Current => ref _chunk[_at].Row;

        public bool MoveNext()
        {
            while (true)
            {
                while (++_at < _chunk.Length)
                {
                    if (_chunk[_at].IsTaken && (seen is null || SeenAccounts.Contains(seen, _chunk[_at].Row.AccountNumber)))
                        return true;
                }
                if (_next == chunks.Length)
                    return false;
                _chunk = chunks[_next++];
                _at = -1;
            }
        }
    }
}
