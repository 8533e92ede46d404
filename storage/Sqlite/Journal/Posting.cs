using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// An entry of the index: a hash and the row that has it. The hash is of a deduplication key, an entity or an account key;
/// its top bits encode which, so that entries of one type are neighbours. Look-ups compare the rows, so collisions only
/// cost time.
/// </summary>
internal readonly record struct Posting(int Part, long Hash, long Id) : IComparable<Posting>
{
    /// <summary>Compares in index order.</summary>
    public int CompareTo(Posting other) =>
        Part != other.Part ? Part.CompareTo(other.Part) : Hash != other.Hash ? Hash.CompareTo(other.Hash) : Id.CompareTo(other.Id);
}

/// <summary>
/// Computes the entries of an index. The salt prevents senders from choosing ids that collide. The index has parts of
/// 2^<paramref name="partBits"/> rows of a tenant. New rows touch the last part only, so that indexing costs the same for a
/// journal of any length.
/// </summary>
internal sealed class PostingHash(ulong salt, int partBits)
{
    private enum Sort : ulong { Source, Entity, Account }

    private static readonly Dictionary<EventKind,
        ulong> Kinds = Enum.GetValues<EventKind>().ToDictionary(k => k, k => Hashing.Hash(0, Wire.Name(k)));

    public int Part(long id) => (int)(RowId.Sequence(id) >> partBits);

    public long Of(DeduplicationKey key) =>
        Mark(Sort.Source, Hashing.Hash(Hashing.Hash(salt + (ulong)key.Tenant, key.Source), key.SourceId));

    public long Of(JournalEntityKey key) => Mark(Sort.Entity, Hashing.Hash(salt + (ulong)key.Tenant + Kinds[key.Kind], key.Entity));

    /// <summary>Returns the hash of an account key; an empty key stands for the tenant rows.</summary>
    public long OfAccount(int tenant, string key) => Mark(Sort.Account, Hashing.Hash(salt + (ulong)tenant, key));

    /// <summary>Adds all index entries of a row.</summary>
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

    /// <summary>True for the hashes that appends look up: of deduplication keys and entities.</summary>
    public static bool IsUsedByAppends(long hash) => (Sort)((ulong)hash >> 62) != Sort.Account;

    private static long Mark(Sort sort, ulong hash) => (long)((hash >> 2) | ((ulong)sort << 62));
}
