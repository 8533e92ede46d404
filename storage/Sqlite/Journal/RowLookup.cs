using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Finds rows by hash, first in the memory index and then in the index file, and compares each row with the requested key.
/// The order matters: a row leaves memory after it is in the file.
/// </summary>
internal sealed class RowLookup(MemoryIndex tail, PostingHash hash, IndexFilters known)
{
    public PostingHash Hash => hash;

    /// <summary>Finds the row of an event among a tenant's rows up to <paramref name="head"/>.</summary>
    public LogRow? BySource(JournalReader reader, DeduplicationKey key, long head) =>
        Newest(
            reader, hash.Of(key), key.Tenant, head,
            row => row.Entry.Event.SourceId == key.SourceId && row.Entry.Event.Source == key.Source);

    /// <summary>Finds the last row of an entity among a tenant's rows up to <paramref name="head"/>.</summary>
    public LogRow? LastOf(JournalReader reader, JournalEntityKey key, long head) =>
        Newest(reader, hash.Of(key), key.Tenant, head, row => row.Entry.Event.Kind == key.Kind && row.Entry.Event.Entity == key.Entity);

    /// <summary>
    /// Finds the distinct matching rows of a tenant under any of the hashes, with <paramref name="after"/> &lt; sequence ≤
    /// <paramref name="upTo"/>, in order.
    /// </summary>
    public ImmutableArray<JournalEntry> Range(
        JournalReader reader, int tenant, IEnumerable<long> hashes, long after, long upTo, Func<JournalEntry, bool> matches)
    {
        if (upTo <= after)
            return [];
        var (from, to) = (RowId.Of(tenant, after + 1), RowId.Of(tenant, upTo));
        var found = new HashSet<long>();
        foreach (var of in hashes)
        {
            tail.Collect(of, from, to, found);
            reader.Collect(of, from, to, found);
        }
        var ids = found.ToArray();
        Array.Sort(ids);
        var entries = ImmutableArray.CreateBuilder<JournalEntry>(ids.Length);
        foreach (var id in ids)
        {
            if (reader.Log.Get(id, withData: true).Entry is var entry && matches(entry))
                entries.Add(entry);
        }
        return entries.DrainToImmutable();
    }

    private LogRow? Newest(JournalReader reader, long of, int tenant, long head, Func<LogRow, bool> matches)
    {
        for (var (first, last) = (RowId.Of(tenant, 1), RowId.Of(tenant, head)); first <= last; last--)
        {
            last = tail.Last(of, first, last) is var inTail and not 0 ? inTail : LastIndexed(reader, of, first, last);
            if (last == 0)
                return null;
            if (reader.Log.Get(last, withData: false) is var row && matches(row))
                return row;
        }
        return null;
    }

    private long LastIndexed(JournalReader reader, long of, long first, long last)
    {
        for (var part = hash.Part(last); part >= 0; part--)
        {
            if (known.MayContain(part, of) && reader.Last(part, of, first, last) is var id and not 0)
                return id;
        }
        return 0;
    }
}
