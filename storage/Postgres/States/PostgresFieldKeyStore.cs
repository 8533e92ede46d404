using System.Collections.Immutable;
using Npgsql;

namespace OneLead.Storage.Postgres.States;

internal sealed class PostgresFieldKeyStore(Statements writes) : IFieldKeyStore
{
    private const string Columns = "subject, wrapped";

    public async ValueTask<ImmutableArray<FieldKey>> FindAsync(
        string tenant, ImmutableArray<UInt128> subjects, CancellationToken cancellation = default) =>
        [.. await writes.ReadAsync(Select(tenant, subjects), Key, cancellation)];

    public async ValueTask<ImmutableArray<FieldKey>> ReadAllAsync(string tenant, CancellationToken cancellation = default) =>
        [.. await writes.ReadAsync(
            Statements.Sql($"SELECT {Columns} FROM field_key WHERE tenant = $1", Statements.Text(tenant)), Key, cancellation)];

    // Sorted, so that two nodes with the same subjects do not wait for each other.
    public async ValueTask<ImmutableArray<FieldKey>> AddAsync(
        string tenant, ImmutableArray<FieldKey> keys, CancellationToken cancellation = default)
    {
        var sorted = keys.OrderBy(static k => k.Subject).ToImmutableArray();
        return await writes.RunAsync(async (connection, token) =>
        {
            await Statements.ExecuteAsync(
                connection,
                Statements.Sql(
                    "INSERT INTO field_key SELECT $1, s, w FROM unnest($2, $3) AS new(s, w) ON CONFLICT DO NOTHING",
                    Statements.Text(tenant), Statements.Blobs(sorted.Select(static k => FieldKey.Bytes(k.Subject))),
                    Statements.Blobs(sorted.Select(static k => k.Wrapped))),
                token);
            // In a statement of its own, which sees what another node has just stored.
            return (await Statements.ReadRowsAsync(connection, Select(tenant, [.. sorted.Select(static k => k.Subject)]), Key, token))
                .ToImmutableArray();
        }, cancellation);
    }

    public async ValueTask DestroyAsync(string tenant, UInt128 subject, CancellationToken cancellation = default) =>
        await writes.RunAsync(
            Statements.Sql(
                "INSERT INTO field_key VALUES ($1, $2, NULL) ON CONFLICT (tenant, subject) DO UPDATE SET wrapped = NULL RETURNING 1",
                Statements.Text(tenant), Statements.Value(FieldKey.Bytes(subject))),
            static r => r.GetInt32(0), cancellation);

    private static NpgsqlBatchCommand Select(string tenant, ImmutableArray<UInt128> subjects) => Statements.Sql(
        $"SELECT {Columns} FROM field_key WHERE tenant = $1 AND subject = ANY ($2)", Statements.Text(tenant),
        Statements.Blobs(subjects.Select(FieldKey.Bytes)));

    private static FieldKey Key(NpgsqlDataReader r) => new(
        FieldKey.SubjectOf(r.GetFieldValue<byte[]>(0)), r.IsDBNull(1) ? null : r.GetFieldValue<byte[]>(1));
}
