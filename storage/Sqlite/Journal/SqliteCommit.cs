using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The rows of a commit without repeats. Used on the writer's thread and reused for each commit.
/// </summary>
internal sealed class SqliteCommit(Statement insert, Statement insertTenant, RowLookup finder, IndexFilters known, HomeResolver homes)
{
    private readonly Dictionary<DeduplicationKey, long> _staged = [];
    private readonly Dictionary<string, SqliteTenantHead> _heads = [];

    /// <summary>The new rows, in sequence order within each tenant.</summary>
    public List<LogRow> Rows { get; } = [];

    /// <summary>The index entries of the new rows.</summary>
    public List<Posting> Postings { get; } = [];

    /// <summary>The heads of the tenants after the commit.</summary>
    public IReadOnlyDictionary<string, SqliteTenantHead> Heads => _heads;

    /// <summary>Assigns sequences to the new events of an append and inserts them.</summary>
    public ImmutableArray<Appended> Add(
        SqliteAppendRequest call, ImmutableDictionary<string, SqliteTenantHead> committed, DateTimeOffset now, JournalReader reader)
    {
        var head = Head(call.Tenant, committed);
        var stored = committed.TryGetValue(call.Tenant, out var last) ? last.Sequence : 0;
        var results = ImmutableArray.CreateBuilder<Appended>(call.Events.Length);
        for (var i = 0; i < call.Events.Length; i++)
        {
            var e = call.Events[i];
            var source = new DeduplicationKey(head.Number, e.Source, e.SourceId);
            if (FirstNumber(source, stored, reader) is { } first)
            {
                results.Add(new Appended(first, false));
                continue;
            }
            var sequence = head.Sequence + 1;
            var encoded = call.Row(i);
            var (home, former, decider) = homes.Resolve(head.Number, sequence, e, key => StoredDecider(key, stored, reader));
            var entry = new JournalEntry(
                sequence, now, e.OccurredAt.Offset == TimeSpan.Zero ? e : e with { OccurredAt = e.OccurredAt.ToUniversalTime() }, home,
                former);
            var row = JournalTable.Seal(RowId.Of(head.Number, sequence), entry, decider, encoded.Checksum);
            JournalTable.Insert(insert, row, call, encoded);
            Rows.Add(row);
            finder.Hash.Of(row, Postings);
            _staged.Add(source, sequence);
            head = head with { Sequence = sequence, Checksum = row.Checksum };
            results.Add(new Appended(sequence, true));
        }
        if (head.Sequence > 0)
            _heads[call.Tenant] = head;
        return results.MoveToImmutable();
    }

    private SqliteTenantHead Head(string tenant, ImmutableDictionary<string, SqliteTenantHead> committed)
    {
        if (_heads.TryGetValue(tenant, out var head) || committed.TryGetValue(tenant, out head))
            return head;
        var number = Math.Max(
            committed.Values.Select(t => t.Number).DefaultIfEmpty().Max(), _heads.Values.Select(t => t.Number).DefaultIfEmpty().Max()) + 1;
        insertTenant.Bind(1, number).Bind(2, tenant).Run();
        return _heads[tenant] = new SqliteTenantHead(number, tenant, 0, 0);
    }

    private long? FirstNumber(DeduplicationKey source, long stored, JournalReader reader)
    {
        if (_staged.TryGetValue(source, out var sequence))
            return sequence;
        return known.MayContain(finder.Hash.Of(source)) ? finder.BySource(reader, source, stored)?.Entry.Sequence : null;
    }

    private HomeRow? StoredDecider(JournalEntityKey key, long stored, JournalReader reader)
    {
        if (!known.MayContain(finder.Hash.Of(key)) || finder.LastOf(reader, key, stored) is not { } last)
            return null;
        var decider = last.Decider == last.Entry.Sequence ? last : reader.Log.Get(RowId.Of(key.Tenant, last.Decider), withData: false);
        return HomeRow.Of(decider.Entry.Sequence, decider.Entry.Event);
    }

    /// <summary>Caches the committed owners and clears the batch.</summary>
    public void Committed()
    {
        homes.Commit();
        Clear();
    }

    /// <summary>Clears the batch after a failed commit.</summary>
    public void RolledBack()
    {
        homes.Rollback();
        Clear();
    }

    private void Clear()
    {
        Rows.Clear();
        Postings.Clear();
        _staged.Clear();
        _heads.Clear();
    }
}
