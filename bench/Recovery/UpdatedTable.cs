using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Recovery;

/// <summary>
/// The rival: a table of item states in PostgreSQL. The server is killed after every item was updated once since the last
/// checkpoint.
/// </summary>
internal sealed class UpdatedTable : IAsyncDisposable
{
    private const int Batch = 1_000;

    private const string State =
        """{"serial":"CZ0000000","territory":"17","supportStatus":"Warranty Expired - Uncovered """
        + """Box","endOfLife":"2015-07-01","supportEnd":"2024-02-11","productName":"HP DL360p Gen8 8-SFF CTO """
        + """Server","risk":"critical","riskScore":92}""";

    private readonly PrivatePostgres _server;
    private readonly int _items;
    private int _version;

    private UpdatedTable(PrivatePostgres server, int items) => (_server, _items) = (server, items);

    public static async Task<UpdatedTable> StartAsync(int items)
    {
        // Prevents checkpoints. A real server has one within five minutes and then recovers less.
        var server = await PrivatePostgres.StartAsync("shared_buffers=256MB", "max_wal_size=16GB", "checkpoint_timeout=1h");
        await server.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE item (id int PRIMARY KEY, account int NOT NULL, version int NOT NULL, score int NOT NULL, "
                    + $"data text NOT NULL); INSERT INTO item SELECT i, i / 25, 0, i % 100, '{State}' FROM generate_series(0, "
                    + $"{items - 1}) i; CREATE INDEX ON item (account); CREATE INDEX ON item (score); ANALYZE item"));
        return new UpdatedTable(server, items);
    }

    public async Task<double> KillAndRecoverAsync()
    {
        Runner.Say("updating the table");
        _version++;
        await _server.ExecuteAsync("CHECKPOINT");
        await using (var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var update = new NpgsqlCommand(
                "UPDATE item SET version = $1, score = 100 - score, data = replace(data, 'Expired', 'Active') WHERE id = ANY ($2)",
                connection)
            { Parameters = { new() { Value = _version }, new() } };
            foreach (var batch in Enumerable.Range(0, _items).Select(i => (int)(i * 7_919L % _items)).Chunk(Batch))
            {
                update.Parameters[1] = new() { Value = batch };
                await update.ExecuteNonQueryAsync();
            }
        }
        var started = Stopwatch.GetTimestamp();
        await _server.KillAsync();
        await _server.StartAsync();
        await using (var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var query = new NpgsqlCommand("SELECT version FROM item WHERE id = $1", connection)
            {
                Parameters = { new() { Value = (int)((_items - 1) * 7_919L % _items) } },
            };
            if (await query.ExecuteScalarAsync() is not int version || version != _version)
                throw new InvalidOperationException("An update was lost.");
        }
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
