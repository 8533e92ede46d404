namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The Bloom filters of the index parts, which save a file look-up for most new rows. They are stored with the index and
/// include the rows of the memory index. The writer adds; all threads may query.
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
