namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Answers in memory whether the store may hold a hash of a source or an entity, so that new rows ask the index nothing.
/// Rows from before the start are a filter that the index's thread loads; until it is there, everything is possible. Rows
/// since then are the writer's own filter.
/// </summary>
internal sealed class KnownHashes
{
    private HashFilter _since = new();
    private volatile HashFilter? _before;

    public bool MayContain(long hash) => _before?.MayContain(hash) != false || _since.MayContain(hash);

    public void Add(List<Posting> postings)
    {
        foreach (var posting in postings)
        {
            if (PostingHash.IsAskedByAppends(posting.Hash))
                _since.Add(posting.Hash);
        }
    }

    /// <summary>Forgets what was added, because the index has it now and is not loaded yet.</summary>
    public void Clear() => _since = new HashFilter();

    public void Loaded(HashFilter before) => _before = before;
}
