using Npgsql;
using NpgsqlTypes;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>The seals in the table beside the journal. Any node may add them; two cannot add the same.</summary>
internal sealed class PostgresSealStore(Statements statements, PostgresHeads heads) : ISealStore
{
    private const string Columns = "after, through, mac, digests";
    private const ulong SealLock = 6;

    public async ValueTask<JournalSeal?> FindLastAsync(string tenant, CancellationToken cancellation = default) =>
        Number(tenant) is not { } number ? null : (await statements.ReadAsync(Last(number), Read, cancellation)).FirstOrDefault();

    public async ValueTask<JournalSeal?> FindAsync(string tenant, long after, CancellationToken cancellation = default) =>
        Number(tenant) is not { } number ? null : (await statements.ReadAsync(
            Statements.Sql(
                $"SELECT {Columns} FROM seal WHERE tenant = $1 AND after = $2", Statements.Value(number), Statements.Value(after)), Read,
            cancellation)).FirstOrDefault();

    public async ValueTask<bool> AddAsync(
        string tenant, JournalSeal? former, IReadOnlyList<JournalSeal> seals, CancellationToken cancellation = default) =>
        Number(tenant) is { } number && await statements.RunAsync(async (connection, token) =>
        {
            // One node at a time: each of two that began behind the same seal would add the seals that the other one did not.
            await Statements.ExecuteAsync(
                connection, Statements.Sql("SELECT pg_advisory_xact_lock($1)",
                    Statements.Value(statements.Database.LockKey(SealLock) ^ number)),
                token);
            if (!IsSame((await Statements.ReadRowsAsync(connection, Last(number), Read, token)).FirstOrDefault(), former))
                return false;
            await Statements.ExecuteAsync(
                connection,
                Statements.Sql(
                    """
                    INSERT INTO seal (tenant, after, through, mac, digests)
                    SELECT $1, s.after, s.through, s.mac, s.digests FROM unnest($2, $3, $4, $5) s(after, through, mac, digests)
                    """,
                    Statements.Value(number), Statements.Array(NpgsqlDbType.Bigint, seals.Select(static s => s.After)),
                    Statements.Array(NpgsqlDbType.Bigint, seals.Select(static s => s.Through)),
                    Statements.Blobs(seals.Select(static s => s.Mac)), Statements.Blobs(seals.Select(static s => s.Digests))),
                token);
            return true;
        }, cancellation);

    public async ValueTask VisitAsync(
        string tenant, long after, long upTo, SealedRow visit, CancellationToken cancellation = default)
    {
        if (Number(tenant) is not { } number)
            return;
        var rows = await statements.ReadAsync(
            Statements.Sql(
                """
                SELECT seq, received_at, occurred_at, version, decider, account, kind, entity, source, source_id, home, former, data, author
                FROM journal WHERE tenant = $1 AND seq > $2 AND seq <= $3 ORDER BY seq
                """,
                Statements.Value(number), Statements.Value(after), Statements.Value(upTo)), Content, cancellation);
        foreach (var (sequence, content) in rows)
            visit(sequence, content);
    }

    private static NpgsqlBatchCommand Last(int tenant) => Statements.Sql(
        $"SELECT {Columns} FROM seal WHERE tenant = $1 ORDER BY after DESC LIMIT 1", Statements.Value(tenant));

    private static bool IsSame(JournalSeal? stored, JournalSeal? former) =>
        stored?.Through == former?.Through && (stored is null || stored.Mac.AsSpan().SequenceEqual(former!.Mac));

    private static (long Sequence, byte[] Content) Content(NpgsqlDataReader r)
    {
        using var buffer = new PooledBuffer(1_024);
        RowContent.Numbers(
            buffer, r.GetInt64(0), r.GetFieldValue<DateTimeOffset>(1).UtcTicks, r.GetInt64(2), r.GetInt32(3),
                r.IsDBNull(4) ? 0 : r.GetInt64(4));
        for (var column = 5; column < 12; column++)
            RowContent.Text(buffer, Statements.TextOrNull(r, column));
        foreach (var column in (ReadOnlySpan<int>)[12, 13])
            RowContent.Text(buffer, r.IsDBNull(column) ? null : r.GetString(column));
        return (r.GetInt64(0), buffer.Span.ToArray());
    }

    private static JournalSeal Read(NpgsqlDataReader r) =>
        new(r.GetInt64(0), r.GetInt64(1), r.GetFieldValue<byte[]>(2), r.GetFieldValue<byte[]>(3));

    private int? Number(string tenant) => heads.Committed(tenant)?.Number;
}
