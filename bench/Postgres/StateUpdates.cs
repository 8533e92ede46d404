using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace OneLead.Bench.Postgres;

/// <summary>The rival on PostgreSQL: each client writes an item's state with one prepared UPDATE per commit.</summary>
internal sealed class StateUpdates : IAsyncDisposable
{
    private const string State =
        """{"serial":"CZ0000000","territory":"17","supportStatus":"Warranty Expired - Uncovered """
        + """Box","endOfLife":"2015-07-01","supportEnd":"2024-02-11","productName":"HP DL360p Gen8 8-SFF CTO """
        + """Server","risk":"critical","riskScore":92,"version":""";

    private readonly NpgsqlDataSource _source;
    private readonly int _items;
    private int _count;

    private StateUpdates(NpgsqlDataSource source, int items) => (_source, _items) = (source, items);

    public static async Task<StateUpdates> StartAsync(string connectionString, int items)
    {
        var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(
            string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE state (id int PRIMARY KEY, data text NOT NULL); INSERT INTO state SELECT i, "
                    + $"'{State}0}}' FROM generate_series(0, {items - 1}) i; ANALYZE state"));
        await command.ExecuteNonQueryAsync();
        return new StateUpdates(source, items);
    }

    /// <summary>Writes states and returns writes a second.</summary>
    public async Task<double> RunAsync(int writes, int clients)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => _source.OpenConnectionAsync().AsTask()));
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(connection => Task.Run(() => UpdateAsync(connection, writes / clients))));
        var rate = writes / clients * clients / Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var connection in connections)
            await connection.DisposeAsync();
        return rate;
    }

    private async Task UpdateAsync(NpgsqlConnection connection, int writes)
    {
        await using var update = new NpgsqlCommand("UPDATE state SET data = $2 WHERE id = $1", connection)
        {
            Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Integer }, new() { NpgsqlDbType = NpgsqlDbType.Text } },
        };
        await update.PrepareAsync();
        for (var i = 0; i < writes; i++)
        {
            var number = Interlocked.Increment(ref _count);
            update.Parameters[0].Value = (int)((long)number * 7_919 % _items);
            update.Parameters[1].Value = string.Create(CultureInfo.InvariantCulture, $"{State}{number}}}");
            await update.ExecuteNonQueryAsync();
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
