using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;

namespace OneLead.Sources.Cdc;

/// <summary>A replication session on a source's database: creates its slot and reads the log.</summary>
public sealed class ChangeStream : IAsyncDisposable
{
    private readonly PostgresSource _source;
    private readonly LogicalReplicationConnection _connection;

    private ChangeStream(PostgresSource source, LogicalReplicationConnection connection) => (_source, _connection) = (source, connection);

    /// <exception cref="Npgsql.NpgsqlException">The server is not reachable, or the role may not replicate.</exception>
    public static async Task<ChangeStream> OpenAsync(PostgresSource source, CancellationToken cancellation = default)
    {
        var connection = new LogicalReplicationConnection(PostgresServer.ConnectionString(source));
        try
        {
            await connection.Open(cancellation);
            return new(source, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Identifies the log: the cluster's id and its timeline, which changes with a failover or a restore.</summary>
    public async Task<string> IdentifySystemAsync(CancellationToken cancellation = default)
    {
        var system = await _connection.IdentifySystem(cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{system.SystemId}/{system.Timeline}");
    }

    /// <summary>
    /// Creates the slot. The snapshot shows the database at the log position where the slot starts; it is valid until
    /// <see cref="ReadAsync"/> is called.
    /// </summary>
    public async Task<(ulong Place, string Snapshot)> CreateSlotAsync(CancellationToken cancellation = default)
    {
        var slot = await _connection.CreatePgOutputReplicationSlot(
            _source.Slot, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancellation);
        return ((ulong)slot.ConsistentPoint, slot.SnapshotName!);
    }

    /// <summary>
    /// <see cref="ReadAsync"/> has returned the log before this position, except for entries that it has ready. It advances
    /// without entries when the tables do not change. Valid only while no transaction is open.
    /// </summary>
    public ulong Received => (ulong)_connection.LastReceivedLsn;

    /// <summary>Tells the server that it need not keep the log before a position.</summary>
    public Task ConfirmAsync(ulong place, CancellationToken cancellation = default)
    {
        _connection.SetReplicationStatus(new NpgsqlLogSequenceNumber(place));
        return _connection.SendStatusUpdate(cancellation);
    }

    /// <summary>Reads the log from a position on, without end.</summary>
    /// <param name="tables">The tables as in the catalog.</param>
    /// <param name="copied">Names of tables that were copied, including those that are no longer published.</param>
    /// <exception cref="UnknownTableException">The log has changes of a table that was not copied.</exception>
    /// <exception cref="TableChangedException">The log describes a table otherwise than the catalog.</exception>
    public async IAsyncEnumerable<LogEntry> ReadAsync(
        ulong from,
        ImmutableArray<PublishedTable> tables,
        FrozenSet<string> copied,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var known = tables.ToFrozenDictionary(t => t.Table.FullName);
        var relations = new Dictionary<uint, LogTable>();
        var options = new PgOutputReplicationOptions(_source.Publication, PgOutputProtocolVersion.V1, binary: false);
        var slot = new PgOutputReplicationSlot(_source.Slot);
        await foreach (var message in _connection.StartReplication(slot, options, cancellation, new NpgsqlLogSequenceNumber(from)))
        {
            switch (message)
            {
                case RelationMessage relation:
                    relations[relation.RelationId] = Table(relation, known, copied);
                    break;
                case BeginMessage begin:
                    var committedAt = new DateTimeOffset(DateTime.SpecifyKind(begin.TransactionCommitTimestamp, DateTimeKind.Utc));
                    yield return new LogEntry.Begun(committedAt, (ulong)begin.TransactionFinalLsn);
                    break;
                case CommitMessage commit:
                    yield return new LogEntry.Committed((ulong)commit.TransactionEndLsn);
                    break;
                case InsertMessage insert:
                    var added = await ReadRowAsync(insert.NewRow, cancellation);
                    yield return new LogEntry.Changed(new RowChange.Inserted(relations[insert.Relation.RelationId], added));
                    break;
                case UpdateMessage update:
                    // The old row precedes the new one in the stream, and each can be read only once.
                    var old = update switch
                    {
                        FullUpdateMessage full => new OldRow(await ReadRowAsync(full.OldRow, cancellation), IsWhole: true),
                        IndexUpdateMessage index => new OldRow(await ReadRowAsync(index.Key, cancellation), IsWhole: false),
                        _ => null,
                    };
                    var changed = await ReadRowAsync(update.NewRow, cancellation);
                    yield return new LogEntry.Changed(new RowChange.Updated(relations[update.Relation.RelationId], old, changed));
                    break;
                case DeleteMessage delete:
                    var deleted = delete is FullDeleteMessage whole
                        ? new OldRow(await ReadRowAsync(whole.OldRow, cancellation), IsWhole: true)
                        : new OldRow(await ReadRowAsync(((KeyDeleteMessage)delete).Key, cancellation), IsWhole: false);
                    yield return new LogEntry.Changed(new RowChange.Deleted(relations[delete.Relation.RelationId], deleted));
                    break;
                case TruncateMessage truncate:
                    foreach (var table in truncate.Relations.Select(r => relations[r.RelationId])
                        .Where(t => _source.EntityOf(t) is not null))
                        yield return new LogEntry.Truncated(table.FullName);
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // With a full replica identity, the log marks every column as a key. The catalog knows the real ones.
    private LogTable Table(RelationMessage relation, FrozenDictionary<string, PublishedTable> known, FrozenSet<string> copied)
    {
        var table = new LogTable(relation.Namespace, relation.RelationName, []);
        if (!copied.Contains(table.FullName) && _source.EntityOf(table) is not null)
            throw new UnknownTableException(table.FullName);
        var isFull = relation.ReplicaIdentity == RelationMessage.ReplicaIdentitySetting.AllColumns;
        string[] keys = isFull && known.TryGetValue(table.FullName, out var catalogued)
            ? [.. catalogued.Table.Columns.Where(c => c.IsKey).Select(c => c.Name)]
            : [];
        table = table with { Columns = [.. relation.Columns.Select(c => new LogColumn(c.ColumnName, c.DataTypeId, IsKey(c)))] };
        if (_source.EntityOf(table) is not null && known.TryGetValue(table.FullName, out var now)
            && (now.Relation != relation.RelationId || TableShape.ColumnsOf(now.Table.Columns) != TableShape.ColumnsOf(table.Columns)))
            throw new TableChangedException(table.FullName);
        return table;

        bool IsKey(RelationMessage.Column column) =>
            isFull ? keys.Contains(column.ColumnName) : column.Flags.HasFlag(RelationMessage.Column.ColumnFlags.PartOfKey);
    }

    private static async ValueTask<ImmutableArray<LogValue>> ReadRowAsync(ReplicationTuple tuple, CancellationToken cancellation)
    {
        var values = ImmutableArray.CreateBuilder<LogValue>(tuple.NumColumns);
        await foreach (var value in tuple.WithCancellation(cancellation))
        {
            values.Add(value.Kind switch
            {
                TupleDataKind.Null => new(null),
                TupleDataKind.UnchangedToastedValue => new(null, IsUnchanged: true),
                _ => new(await value.Get<string>(cancellation)),
            });
        }
        return values.MoveToImmutable();
    }
}

/// <summary>The log has changes of a table that was published after the tables were copied.</summary>
public sealed class UnknownTableException(string table) : Exception($"{table} was added to the publication")
{
    public string Table => table;
}
