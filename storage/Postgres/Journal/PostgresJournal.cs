using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The journal on PostgreSQL. Reads use pooled connections up to the head that this process knows; each tenant has a writer of its
/// own, in this process or in another.
/// </summary>
internal sealed class PostgresJournal(Database database, Statements statements, PostgresHeads heads, PostgresWriters writers) : IJournal
{
    private const int PageRows = 1_000;
    private const string Columns =
        "seq, received_at, home, former, account, kind, entity, version, source, source_id, occurred_at, data, author";

    private static readonly string[] TenantKinds = [.. Enum.GetValues<EventKind>().Where(k => k.IsTenantWide()).Select(KindNames.Of)];

    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation = default) =>
        writers.OpenAsync(tenant, listener, cancellation);

    public async ValueTask<ImmutableArray<JournalEntry>> ReadAccountAsync(
        string tenant, ImmutableArray<string> keys, long after, long upTo, CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head || keys.IsEmpty || after >= upTo)
            return [];
        // One look-up per index. The conditions exclude rows that an earlier look-up returns.
        const string Range = "tenant = $1 AND seq > $2 AND seq <= $3 AND kind <> ALL ($5)";
        var rows = await ReadAsync(
            $"""
            SELECT {Columns} FROM journal WHERE {Range} AND account = ANY ($4)
            UNION ALL SELECT {Columns} FROM journal WHERE {Range} AND home = ANY ($4) AND account <> ALL ($4)
            UNION ALL SELECT {Columns} FROM journal WHERE {Range} AND former = ANY ($4) AND account <> ALL ($4)
                AND (home IS NULL OR home <> ALL ($4))
            """, cancellation, head.Number, after, Math.Min(upTo, head.Sequence), Safe(keys), TenantKinds);
        rows.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return rows.ToImmutable();
    }

    public async ValueTask<ImmutableArray<JournalEntry>> ReadEntitiesAsync(
        string tenant, ImmutableArray<(EventKind Kind, string Entity)> entities, long after, long upTo,
        CancellationToken cancellation = default) =>
        HeadOf(tenant) is not { } head ? [] : (await ReadAsync(
            $"""
            SELECT {Columns} FROM journal JOIN unnest($2, $3) AS wanted (name, type) ON entity = wanted.name AND kind = wanted.type
            WHERE tenant = $1 AND seq > $4 AND seq <= $5 ORDER BY seq
            """, cancellation, head.Number, entities.Select(static e => PostgresText.Escape(e.Entity)).ToArray(),
            entities.Select(static e => KindNames.Of(e.Kind)).ToArray(), after, Math.Min(upTo, head.Sequence))).ToImmutable();

    public async ValueTask<ImmutableArray<JournalEntry>> ReadTenantAsync(
        string tenant, long after, CancellationToken cancellation = default) =>
        HeadOf(tenant) is not { } head ? [] : (await ReadAsync(
            $"SELECT {Columns} FROM journal WHERE tenant = $1 AND account = '' AND seq > $2 AND seq <= $3 AND kind = ANY ($4) ORDER BY seq",
            cancellation, head.Number, after, head.Sequence, TenantKinds)).ToImmutable();

    public async ValueTask<ImmutableArray<JournalEntry>> ReadAuthoredAsync(
        string tenant, long before, int limit, CancellationToken cancellation = default) =>
        HeadOf(tenant) is not { } head ? [] : (await ReadAsync(
            $"""
            SELECT {Columns} FROM journal WHERE tenant = $1 AND seq < $2 AND author IS NOT NULL ORDER BY seq DESC LIMIT $3
            """, cancellation, head.Number, Math.Min(before, head.Sequence + 1), limit)).ToImmutable();

    public async IAsyncEnumerable<JournalEntry> ReadAllAsync(
        string tenant, long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head)
            yield break;
        for (var from = after; from < head.Sequence; from += PageRows)
        {
            var upTo = Math.Min(from + PageRows, head.Sequence);
            var page = await ReadAsync(
                $"SELECT {Columns} FROM journal WHERE tenant = $1 AND seq > $2 AND seq <= $3 ORDER BY seq", cancellation, head.Number, from,
                upTo);
            for (var i = 0; i < Math.Max(page.Count, upTo - from); i++)
            {
                var expected = from + i + 1;
                if (i >= page.Count || page[i].Sequence != expected)
                    throw new CorruptJournalException(
                        $"Row {expected} of tenant {tenant} is missing in the journal in PostgreSQL ({database.Name}).\n"
                            + $"Restore the database from a backup.",
                        expected);
                yield return page[i];
            }
        }
    }

    public async ValueTask<string?> FindHomeAsync(string tenant, EventKind kind, string entity, CancellationToken cancellation = default)
    {
        if (HeadOf(tenant) is not { } head)
            return null;
        var last = await ReadAsync(
            $"SELECT {Columns} FROM journal WHERE tenant = $1 AND entity = $2 AND kind = $3 AND seq <= $4 ORDER BY seq DESC LIMIT 1",
            cancellation, head.Number, PostgresText.Escape(entity), KindNames.Of(kind), head.Sequence);
        return last.Count == 0 ? null : last[0].Home;
    }

    // Rows are readable after their commit. The head moves after the listener has processed them, so links and days are complete up to it.
    public long Head(string tenant) => heads.Notified(tenant);

    public ImmutableArray<string> Tenants => heads.Tenants;

    public async ValueTask RefreshAsync(CancellationToken cancellation = default) =>
        heads.Refresh(await statements.ReadAsync(
            Statements.Sql("SELECT id, name, head FROM tenant"),
            r => new PostgresTenantHead(r.GetInt32(0), PostgresText.Unescape(r.GetString(1)), r.GetInt64(2)), cancellation));

    private PostgresTenantHead? HeadOf(string tenant) => heads.Committed(tenant);

    private ValueTask<ImmutableArray<JournalEntry>.Builder> ReadAsync(
        string sql, CancellationToken cancellation, params object[] parameters) => database.RunAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var parameter in parameters)
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            await using var reader = await command.ExecuteReaderAsync(token);
            var rows = ImmutableArray.CreateBuilder<JournalEntry>();
            while (await reader.ReadAsync(token))
                rows.Add(Row(reader));
            return rows;
        }, cancellation);

    private static JournalEntry Row(NpgsqlDataReader r)
    {
        var (sequence, account, kind) = (r.GetInt64(0), PostgresText.Unescape(r.GetString(4)), r.GetString(5));
        var e = new ChangeEvent(
            account,
            KindNames.Parse(kind) ?? throw new CorruptJournalException(
                $"Row {sequence} has the kind {kind}, which this version does not know. Use a newer version.", sequence),
            PostgresText.Unescape(r.GetString(6)), r.GetInt32(7), PostgresText.Unescape(r.GetString(8)),
            PostgresText.Unescape(r.GetString(9)),
            new DateTimeOffset(r.GetInt64(10), TimeSpan.Zero), EventData.Parse(r.GetFieldValue<byte[]>(11)))
        {
            Author = r.IsDBNull(12) ? null : AuthorText.Parse(r.GetFieldValue<byte[]>(12)),
        };
        return new JournalEntry(
            sequence, r.GetFieldValue<DateTimeOffset>(1), e, r.IsDBNull(2) ? account : PostgresText.Unescape(r.GetString(2)),
            r.IsDBNull(3) ? null : PostgresText.Unescape(r.GetString(3)));
    }

    private static string[] Safe(ImmutableArray<string> texts) => [.. texts.Select(PostgresText.Escape)];
}
