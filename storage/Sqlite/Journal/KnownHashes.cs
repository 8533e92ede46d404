namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Answers in memory which parts of the index may hold a source or an entity, so that new rows ask the files nothing. It is
/// stored with the index; rows in the tail are in it too. The writer adds, everybody asks.
/// </summary>
internal sealed class KnownHashes
{
    private volatile HashFilter[] _parts = [];

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
            if (PostingHash.IsAskedByAppends(posting.Hash))
                Part(posting.Part).Add(posting.Hash);
        }
    }

    public byte[] Save(int part) => _parts[part].Save();

    public void Load(int part, ReadOnlySpan<byte> bytes)
    {
        Part(part);
        _parts[part] = HashFilter.Load(bytes);
    }

    private HashFilter Part(int part)
    {
        while (part >= _parts.Length)
            _parts = [.. _parts, new HashFilter()];
        return _parts[part];
    }
}
