using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace OneLead.Bench.Postgres;

/// <summary>
/// The rival on PostgreSQL: one state write for each event as in Orleans' ADO.NET grain storage, conditional on the version,
/// through a function over a table with hash keys.
/// </summary>
internal sealed class GrainStates : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE grain_state (
            id_hash int NOT NULL, id_n0 bigint NOT NULL, id_n1 bigint NOT NULL, type_hash int NOT NULL, type_name varchar(512) NOT NULL,
                id_extension varchar(512), service varchar(150) NOT NULL,
            payload bytea, modified timestamp(3) NOT NULL, version int);
        CREATE INDEX ON grain_state (id_hash, type_hash);
        CREATE FUNCTION write_state(_id_hash int, _id_n0 bigint, _id_n1 bigint, _type_hash int, _type_name varchar, _service varchar,
            _version int, _payload bytea) RETURNS int LANGUAGE plpgsql AS $$
        DECLARE _new int;
        BEGIN
            UPDATE grain_state SET payload = _payload, modified = (now() AT TIME ZONE 'utc'), version = version + 1
            WHERE id_hash = _id_hash AND type_hash = _type_hash AND id_n0 = _id_n0 AND id_n1 = _id_n1 AND type_name = _type_name
                AND service = _service AND version = _version
            RETURNING version INTO _new;
            RETURN _new;
        END $$;
        """;

    private static readonly byte[] State = Encoding.UTF8.GetBytes(
        """{"serial":"CZ0000000","territory":"17","supportStatus":"Warranty Expired - Uncovered """
        + """Box","endOfLife":"2015-07-01","supportEnd":"2024-02-11","productName":"HP DL360p Gen8 8-SFF CTO """
        + """Server","risk":"critical","riskScore":92}""");

    private readonly NpgsqlDataSource _source;
    private readonly int[] _versions;

    private GrainStates(NpgsqlDataSource source, int items) => (_source, _versions) = (source, new int[items]);

    public static async Task<GrainStates> StartAsync(string connectionString, int items)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(Schema + string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO grain_state SELECT hashint4(i), 0, i, 17, 'OneLead.Item', NULL, 'bench', ''::bytea, now(), 0 "
                + $"FROM generate_series(0, {items - 1}) i; ANALYZE grain_state"));
        await command.ExecuteNonQueryAsync();
        return new GrainStates(source, items);
    }

    /// <summary>
    /// Writes states and returns writes a second. Each actor has its own items and takes a pooled connection for each write.
    /// </summary>
    public async Task<double> RunAsync(int writes, int actors)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, actors).Select(actor => Task.Run(() => WriteAsync(actor, actors, writes / actors))));
        return writes / actors * actors / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task WriteAsync(int actor, int actors, int writes)
    {
        for (var i = 0; i < writes; i++)
        {
            var item = (int)(i * 7_919L % (_versions.Length / actors)) * actors + actor;
            await using var command = _source.CreateCommand("SELECT write_state(hashint4($1), 0, $1, 17, 'OneLead.Item', 'bench', $2, $3)");
            command.Parameters.Add(new() { Value = item });
            command.Parameters.Add(new() { Value = _versions[item] });
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Bytea, Value = State });
            _versions[item] = await command.ExecuteScalarAsync() is int version
                ? version
                : throw new InvalidOperationException("Somebody else wrote the state.");
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
