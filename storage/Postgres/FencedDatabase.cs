using Npgsql;
using NpgsqlTypes;

namespace OneLead.Storage.Postgres;

/// <summary>Writes beside the journal: each a transaction that the owner's epoch fences.</summary>
internal sealed class FencedDatabase(Database database, Ownership owner)
{
    public Database Database => database;

    /// <summary>Runs statements in one transaction; it is run again when the connection is lost, also when that was at the commit.</summary>
    /// <exception cref="JournalUnavailableException">The server did not answer, or refused; whether the write took place is not known.</exception>
    /// <exception cref="StoreOwnedException">Another process has taken the store over.</exception>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> write, CancellationToken cancellation)
    {
        try
        {
            return await database.RunAsync(async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                await using (var fence = new NpgsqlBatch(connection, transaction) { BatchCommands = { owner.Fence() } })
                    await fence.ExecuteNonQueryAsync(token);
                var result = await write(connection, token);
                await transaction.CommitAsync(token);
                return result;
            }, cancellation);
        }
        catch (PostgresException e) when (e.SqlState == Ownership.Fenced)
        {
            throw owner.TakenOver();
        }
    }

    /// <summary>One statement in such a transaction; what it returns is read row by row.</summary>
    public ValueTask<List<T>> RunAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) =>
        RunAsync((connection, token) => ReadRowsAsync(connection, statement, row, token), cancellation);

    /// <summary>One statement that only reads.</summary>
    public ValueTask<List<T>> ReadAsync<T>(NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> row, CancellationToken cancellation) =>
        database.RunAsync((connection, token) => ReadRowsAsync(connection, statement, row, token), cancellation);

    public static async ValueTask<List<T>> ReadRowsAsync<T>(NpgsqlConnection connection, NpgsqlBatchCommand statement, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(statement.CommandText, connection);
        foreach (NpgsqlParameter parameter in statement.Parameters)
            command.Parameters.Add(parameter.Clone());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(row(reader));
        return rows;
    }

    public static NpgsqlBatchCommand Sql(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public static NpgsqlParameter Text(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value is null ? DBNull.Value : PostgresText.Escape(value) };

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    public static NpgsqlParameter Texts(IEnumerable<string?> values) => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = values.Select(v => v is null ? null : PostgresText.Escape(v)).ToArray() };

    public static NpgsqlParameter Blobs(IEnumerable<byte[]?> values) => new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = values.ToArray() };

    public static NpgsqlParameter Array<T>(NpgsqlDbType type, IEnumerable<T> values) => new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() };

    public static string? TextOrNull(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : PostgresText.Unescape(reader.GetString(column));
}
