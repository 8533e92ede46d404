using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// One entry of the index: a row can be found under this hash. A hash names a sender's identity, an entity or an account
/// key; its top bits say which, so entries of one sort lie together. What is found under a hash is compared with the row
/// itself, so equal hashes cost time and never an answer.
/// </summary>
internal readonly record struct Posting(long Hash, long Id) : IComparable<Posting>
{
    public int CompareTo(Posting other) => Hash != other.Hash ? Hash.CompareTo(other.Hash) : Id.CompareTo(other.Id);
}

/// <summary>Makes the hashes of one index. The salt is the index's own, so nobody outside can choose ids that collide.</summary>
internal sealed class PostingHash(ulong salt)
{
    private enum Sort : ulong { Source, Entity, Account }

    private static readonly Dictionary<EventKind, ulong> Kinds = Enum.GetValues<EventKind>().ToDictionary(k => k, k => Hashing.Hash(0, Wire.Name(k)));

    public long Of(SourceKey key) => Mark(Sort.Source, Hashing.Hash(Hashing.Hash(salt + (ulong)key.Tenant, key.Source), key.SourceId));

    public long Of(EntityKey key) => Mark(Sort.Entity, Hashing.Hash(salt + (ulong)key.Tenant + Kinds[key.Kind], key.Entity));

    /// <summary>The hash of an account key; of a tenant's own rows when the key is empty.</summary>
    public long OfAccount(int tenant, string key) => Mark(Sort.Account, Hashing.Hash(salt + (ulong)tenant, key));

    /// <summary>Everything under which a row can be found.</summary>
    public void Of(in LogRow row, List<Posting> into)
    {
        var e = row.Entry.Event;
        into.Add(new(Of(new SourceKey(row.Tenant, e.Source, e.SourceId)), row.Id));
        into.Add(new(Of(new EntityKey(row.Tenant, e.Kind, e.Entity)), row.Id));
        into.Add(new(OfAccount(row.Tenant, e.Account), row.Id));
        if (row.Entry.Home != e.Account)
            into.Add(new(OfAccount(row.Tenant, row.Entry.Home), row.Id));
        if (row.Entry.Former is { } former && former != e.Account && former != row.Entry.Home)
            into.Add(new(OfAccount(row.Tenant, former), row.Id));
    }

    /// <summary>Whether a hash is one that appends ask for: of a source or an entity.</summary>
    public static bool IsAskedByAppends(long hash) => (Sort)((ulong)hash >> 62) != Sort.Account;

    private static long Mark(Sort sort, ulong hash) => (long)((hash >> 2) | ((ulong)sort << 62));
}
