using Npgsql;
using NpgsqlTypes;

namespace OneLead.Storage.Postgres;

/// <summary>Runs statements other than the journal's commits, and builds them.</summary>
internal sealed class Statements(Database database)
{
    public Database Database => database;

    /// <summary>Runs statements in one transaction and retries it if the connection is lost, even during the commit.</summary>
    /// <exception cref="JournalUnavailableException">The server did not answer, or it refused. Whether the write took place is
    /// unknown.</exception>
    public ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> write, CancellationToken cancellation) =>
        database.RunAsync(async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            var result = await write(connection, token);
            await transaction.CommitAsync(token);
            return result;
        }, cancellation);

    /// <summary>Runs one statement in such a transaction and returns its rows.</summary>
    public ValueTask<List<T>> RunAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) =>
        RunAsync((connection, token) => ReadRowsAsync(connection, statement, row, token), cancellation);

    /// <summary>Runs one read-only statement and returns its rows.</summary>
    public ValueTask<List<T>> ReadAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) =>
        database.RunAsync((connection, token) => ReadRowsAsync(connection, statement, row, token), cancellation);

    public static async ValueTask<List<T>> ReadRowsAsync<T>(
        NpgsqlConnection connection, NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        await using var command = CommandOf(connection, statement);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>Runs one statement and returns the number of its rows.</summary>
    public static async ValueTask<int> ExecuteAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand statement, CancellationToken cancellation)
    {
        await using var command = CommandOf(connection, statement);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand CommandOf(NpgsqlConnection connection, NpgsqlBatchCommand statement)
    {
        var command = new NpgsqlCommand(statement.CommandText, connection);
        // A statement that is retried may belong to an earlier command.
        foreach (NpgsqlParameter parameter in statement.Parameters)
            command.Parameters.Add(parameter.Clone());
        return command;
    }

    public static NpgsqlBatchCommand Sql(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlParameter Text(string? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value is null ? DBNull.Value : PostgresText.Escape(value) };

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter OptionalInt(int? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Integer, Value = value ?? (object)DBNull.Value };

    public static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new()
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            Value = values.Select(v => v is null ? null : PostgresText.Escape(v)).ToArray(),
        };

    public static NpgsqlParameter Blobs(IEnumerable<byte[]?> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = values.ToArray() };

    public static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };

    public static string? TextOrNull(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : PostgresText.Unescape(reader.GetString(column));
}
