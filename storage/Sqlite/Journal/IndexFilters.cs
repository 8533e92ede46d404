namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Answers in memory which parts of the index may hold a source or an entity, so that new rows ask the files nothing. It is
/// stored with the index; rows in the tail are in it too. The writer adds, everybody asks.
/// </summary>
internal sealed class IndexFilters
{
    private volatile BloomFilter[] _parts = [];

    public int Parts => _parts.Length;

    public bool MayContain(long hash)
    {
        foreach (var part in _parts)
        {
            if (part.MayContain(hash))
                return true;
        }
        return false;
    }

    public bool MayContain(int part, long hash) => part < _parts.Length && _parts[part].MayContain(hash);

    public void Add(List<Posting> postings)
    {
        foreach (var posting in postings)
        {
            if (PostingHash.IsUsedByAppends(posting.Hash))
                Part(posting.Part).Add(posting.Hash);
        }
    }

    public byte[] Save(int part) => _parts[part].Save();

    public void Load(int part, ReadOnlySpan<byte> bytes)
    {
        Part(part);
        _parts[part] = BloomFilter.Load(bytes);
    }

    private BloomFilter Part(int part)
    {
        while (part >= _parts.Length)
            _parts = [.. _parts, new BloomFilter()];
        return _parts[part];
    }
}
