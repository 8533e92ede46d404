using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace OneLead.Bench.Events;

/// <summary>The rival on SQLite: one state write and one commit for each event, on the same disk.</summary>
internal sealed class StateWrites : IDisposable
{
    private const string State =
        """{"serial":"CZ0000000","territory":"17","supportStatus":"Warranty Expired - Uncovered """
        + """Box","endOfLife":"2015-07-01","supportEnd":"2024-02-11","productId":"654081-B21","productName":"HP DL360p Gen8 8-SFF CTO """
        + """Server","businessUnit":"Compute Product","risk":"critical","riskScore":92,"version":""";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _update;
    private readonly int _items;
    private long _count;

    public StateWrites(string directory, int items)
    {
        SQLitePCL.Batteries_V2.Init();
        _items = items;
        _connection = new SqliteConnection($"Data Source={Path.Combine(directory, "states.db")}");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE state (id INTEGER PRIMARY KEY, data TEXT NOT NULL)");
        Execute(
            $"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {items - 1}) "
            + $"INSERT INTO state SELECT i, '{State}0}}' FROM n");
        _update = _connection.CreateCommand();
        _update.CommandText = "UPDATE state SET data = $data WHERE id = $id";
        _update.Parameters.Add("$data", SqliteType.Text);
        _update.Parameters.Add("$id", SqliteType.Integer);
        _update.Prepare();
    }

    /// <summary>Writes states and returns writes a second.</summary>
    public double Run(int events)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < events; i++)
        {
            var number = _count++;
            _update.Parameters[0].Value = $"{State}{number}}}";
            _update.Parameters[1].Value = number * 7_919 % _items;
            _update.ExecuteNonQuery();
        }
        return events / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _update.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
