using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// One entry of the index: a row can be found under this hash. A hash names a sender's identity, an entity or an account
/// key; its top bits say which, so entries of one sort lie together. What is found under a hash is compared with the row
/// itself, so equal hashes cost time and never an answer.
/// </summary>
internal readonly record struct Posting(int Part, long Hash, long Id) : IComparable<Posting>
{
    /// <summary>The index's own order.</summary>
    public int CompareTo(Posting other) => Part != other.Part ? Part.CompareTo(other.Part) : Hash != other.Hash ? Hash.CompareTo(other.Hash) : Id.CompareTo(other.Id);
}

/// <summary>
/// Makes the entries of one index. The salt is the index's own, so nobody outside can choose ids that collide. The index
/// is kept in parts of 2^<paramref name="partBits"/> rows of a tenant: new rows touch the last part alone, so indexing them
/// costs the same however long the journal is.
/// </summary>
internal sealed class PostingHash(ulong salt, int partBits)
{
    private enum Sort : ulong { Source, Entity, Account }

    private static readonly Dictionary<EventKind, ulong> Kinds = Enum.GetValues<EventKind>().ToDictionary(k => k, k => Hashing.Hash(0, Wire.Name(k)));

    public int Part(long id) => (int)(RowId.Sequence(id) >> partBits);

    public long Of(DeduplicationKey key) => Mark(Sort.Source, Hashing.Hash(Hashing.Hash(salt + (ulong)key.Tenant, key.Source), key.SourceId));

    public long Of(JournalEntityKey key) => Mark(Sort.Entity, Hashing.Hash(salt + (ulong)key.Tenant + Kinds[key.Kind], key.Entity));

    /// <summary>The hash of an account key; of a tenant's own rows when the key is empty.</summary>
    public long OfAccount(int tenant, string key) => Mark(Sort.Account, Hashing.Hash(salt + (ulong)tenant, key));

    /// <summary>Everything under which a row can be found.</summary>
    public void Of(in LogRow row, List<Posting> into)
    {
        var (e, id, part) = (row.Entry.Event, row.Id, Part(row.Id));
        into.Add(new(part, Of(new DeduplicationKey(row.Tenant, e.Source, e.SourceId)), id));
        into.Add(new(part, Of(new JournalEntityKey(row.Tenant, e.Kind, e.Entity)), id));
        into.Add(new(part, OfAccount(row.Tenant, e.Account), id));
        if (row.Entry.Home != e.Account)
            into.Add(new(part, OfAccount(row.Tenant, row.Entry.Home), id));
        if (row.Entry.Former is { } former && former != e.Account && former != row.Entry.Home)
            into.Add(new(part, OfAccount(row.Tenant, former), id));
    }

    /// <summary>Whether a hash is one that appends ask for: of a source or an entity.</summary>
    public static bool IsUsedByAppends(long hash) => (Sort)((ulong)hash >> 62) != Sort.Account;

    private static long Mark(Sort sort, ulong hash) => (long)((hash >> 2) | ((ulong)sort << 62));
}
