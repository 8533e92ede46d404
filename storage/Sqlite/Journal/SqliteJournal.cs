using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The journal on SQLite. Reads use the memory index and the index file; the writer appends.</summary>
internal sealed class SqliteJournal(
    SqliteJournalWriter writer, IndexChecker index, ReaderPool<JournalReader> readers, RowLookup finder, StoreFiles files,
    StoreHealth health) : IJournal
{
    private const int PageRows = 1_000;

    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        ThrowIfDamaged();
        return writer.OpenAsync(tenant, listener, cancellation);
    }

    public ValueTask<ImmutableArray<JournalEntry>> ReadAccountAsync(
        string tenant, ImmutableArray<string> keys, long after, long upTo, CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head || keys.IsEmpty)
            return new([]);
        return new(
            Query(
                r => finder.Range(
                    r, head.Number, keys.Select(k => finder.Hash.OfAccount(head.Number, k)), after, Math.Min(upTo, head.Sequence),
                    Concerns)));

        bool Concerns(JournalEntry e) => !e.Event.Kind.IsTenantWide()
            && (keys.Contains(e.Event.Account) || keys.Contains(e.Home) || (e.Former is { } former && keys.Contains(former)));
    }

    public ValueTask<ImmutableArray<JournalEntry>> ReadEntitiesAsync(
        string tenant, ImmutableArray<(EventKind Kind, string Entity)> entities, long after, long upTo,
        CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head)
            return new([]);
        return new(
            Query(
                r => finder.Range(
                    r, head.Number, entities.Select(e => finder.Hash.Of(new JournalEntityKey(head.Number, e.Kind, e.Entity))), after,
                    Math.Min(upTo, head.Sequence), row => entities.Contains((row.Event.Kind, row.Event.Entity)))));
    }

    public ValueTask<ImmutableArray<JournalEntry>> ReadTenantAsync(string tenant, long after, CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head)
            return new([]);
        return new(
            Query(
                r => finder.Range(
                    r, head.Number, [finder.Hash.OfAccount(head.Number, "")], after, head.Sequence, e => e.Event.Kind.IsTenantWide())));
    }

    public ValueTask<ImmutableArray<JournalEntry>> ReadAuthoredAsync(
        string tenant, long before, int limit, CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head)
            return new([]);
        return new(Query(r =>
        {
            var rows = new List<LogRow>();
            r.Log.Authored(head.Number, Math.Min(before, head.Sequence + 1), limit, rows);
            return rows.Select(static row => row.Entry).ToImmutableArray();
        }));
    }

    public async IAsyncEnumerable<JournalEntry> ReadAllAsync(
        string tenant, long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head)
            yield break;
        for (var (from, upTo) = (after, head.Sequence); from < upTo; from += PageRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = from;
            var page = await Task.Run(() => ReadPage(head.Number, start, Math.Min(start + PageRows, upTo)), cancellation);
            foreach (var row in page)
                yield return row.Entry;
        }
    }

    private List<LogRow> ReadPage(int tenant, long after, long upTo)
    {
        var page = new List<LogRow>(PageRows);
        return Query(r =>
        {
            r.Log.Range(tenant, after, upTo, PageRows, withData: true, page);
            JournalTable.ThrowIfShort(tenant, after + page.Count, upTo);
            return page;
        });
    }

    public ValueTask<string?> FindHomeAsync(string tenant, EventKind kind, string entity, CancellationToken cancellation = default) =>
        new(
            HeadOf(tenant) is { } head
                ? Query(r => finder.LastOf(r, new JournalEntityKey(head.Number, kind, entity), head.Sequence)?.Entry.Home)
                : null);

    // Rows are readable after their commit. The head moves after the listener has processed them, so links and days are complete up to it.
    public long Head(string tenant) => writer.Heads.Notified.GetValueOrDefault(tenant)?.Sequence ?? 0;

    // One process owns the files.
    public ValueTask RefreshAsync(CancellationToken cancellation = default) => default;

    public ImmutableArray<string> Tenants => writer.Heads.Tenants;

    private SqliteTenantHead? HeadOf(string tenant) => writer.Heads.Committed.GetValueOrDefault(tenant);

    private T Query<T>(Func<JournalReader, T> question)
    {
        ThrowIfDamaged();
        try
        {
            return readers.Query(question);
        }
        catch (CorruptJournalException e) when (!index.IsDamaged)
        {
            health.Damaged(new(files.Journal, e.Message, false));
            throw;
        }
    }

    private void ThrowIfDamaged()
    {
        if (index.IsDamaged)
            throw new CorruptJournalException("The index of the journal, index.db, is damaged.\n" + StoreFiles.RebuildsIndex);
    }
}
