using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql.Replication;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using NpgsqlTypes;

namespace OneLead.Sources.Cdc;

/// <summary>A replication session at a source's database: makes its slot, and reads the log from it.</summary>
public sealed class ChangeStream : IAsyncDisposable
{
    private readonly PostgresSource _source;
    private readonly LogicalReplicationConnection _connection;

    private ChangeStream(PostgresSource source, LogicalReplicationConnection connection) => (_source, _connection) = (source, connection);

    /// <exception cref="Npgsql.NpgsqlException">It cannot be reached, or the role may not replicate.</exception>
    public static async Task<ChangeStream> Open(PostgresSource source, CancellationToken cancellation = default)
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

    /// <summary>What tells this log from others: the cluster's own number, and how often it began a log of its own, as after a failover or a restore.</summary>
    public async Task<string> System(CancellationToken cancellation = default)
    {
        var system = await _connection.IdentifySystem(cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{system.SystemId}/{system.Timeline}");
    }

    /// <summary>Makes the slot. The snapshot is the database at the place in the log from which the slot tells changes, and lasts until <see cref="Read"/>.</summary>
    public async Task<(ulong Point, string Snapshot)> CreateSlot(CancellationToken cancellation = default)
    {
        var slot = await _connection.CreatePgOutputReplicationSlot(_source.Slot, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancellation);
        return ((ulong)slot.ConsistentPoint, slot.SnapshotName!);
    }

    /// <summary>
    /// All of the log before this place was told by <see cref="Read"/>, but for what it holds ready just now. It goes on
    /// without entries when nothing happens to the tables. It counts while no transaction is open.
    /// </summary>
    public ulong Told => (ulong)_connection.LastReceivedLsn;

    /// <summary>Tells the server that it need not keep what is before a place in the log.</summary>
    public Task Confirm(ulong place, CancellationToken cancellation = default)
    {
        _connection.SetReplicationStatus(new NpgsqlLogSequenceNumber(place));
        return _connection.SendStatusUpdate(cancellation);
    }

    /// <summary>Reads the log from a place on, without end.</summary>
    /// <param name="tables">The tables as the catalog has them.</param>
    /// <param name="copied">Names of tables that were copied, also of those that are published no more.</param>
    /// <exception cref="UnknownTableException">A table is told that was not copied.</exception>
    public async IAsyncEnumerable<LogEntry> Read(ulong from, ImmutableArray<PublishedTable> tables, FrozenSet<string> copied, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var known = tables.ToFrozenDictionary(t => t.Table.FullName, t => t.Table);
        var relations = new Dictionary<uint, LogTable>();
        var options = new PgOutputReplicationOptions(_source.Publication, PgOutputProtocolVersion.V1, binary: false);
        await foreach (var message in _connection.StartReplication(new PgOutputReplicationSlot(_source.Slot), options, cancellation, new NpgsqlLogSequenceNumber(from)))
        {
            switch (message)
            {
                case RelationMessage relation:
                    relations[relation.RelationId] = Table(relation, known, copied);
                    break;
                case BeginMessage begin:
                    yield return new LogEntry.Begun(new DateTimeOffset(DateTime.SpecifyKind(begin.TransactionCommitTimestamp, DateTimeKind.Utc)), (ulong)begin.TransactionFinalLsn);
                    break;
                case CommitMessage commit:
                    yield return new LogEntry.Committed((ulong)commit.TransactionEndLsn);
                    break;
                case InsertMessage insert:
                    yield return new LogEntry.Changed(new RowChange.Inserted(relations[insert.Relation.RelationId], await Row(insert.NewRow, cancellation)));
                    break;
                case UpdateMessage update:
                    // The old row stands before the new one, and each is read once.
                    var old = update switch
                    {
                        FullUpdateMessage full => new OldRow(await Row(full.OldRow, cancellation), IsWhole: true),
                        IndexUpdateMessage index => new OldRow(await Row(index.Key, cancellation), IsWhole: false),
                        _ => null,
                    };
                    yield return new LogEntry.Changed(new RowChange.Updated(relations[update.Relation.RelationId], old, await Row(update.NewRow, cancellation)));
                    break;
                case DeleteMessage delete:
                    var gone = delete is FullDeleteMessage whole ? new OldRow(await Row(whole.OldRow, cancellation), IsWhole: true) : new OldRow(await Row(((KeyDeleteMessage)delete).Key, cancellation), IsWhole: false);
                    yield return new LogEntry.Changed(new RowChange.Deleted(relations[delete.Relation.RelationId], gone));
                    break;
                case TruncateMessage truncate:
                    foreach (var relation in truncate.Relations.Select(r => relations[r.RelationId]).Where(r => _source.EntityOf(r) is not null))
                        yield return new LogEntry.Truncated(relation.FullName);
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // With a full replica identity every column counts as a key there; which columns name a row, the catalog says.
    private LogTable Table(RelationMessage relation, FrozenDictionary<string, LogTable> known, FrozenSet<string> copied)
    {
        var table = new LogTable(relation.Namespace, relation.RelationName, []);
        if (!copied.Contains(table.FullName) && _source.EntityOf(table) is not null)
            throw new UnknownTableException(table.FullName);
        var isFull = relation.ReplicaIdentity == RelationMessage.ReplicaIdentitySetting.AllColumns;
        var keys = isFull && known.TryGetValue(table.FullName, out var catalogued) ? [.. catalogued.Columns.Where(c => c.IsKey).Select(c => c.Name)] : (string[])[];
        return table with
        {
            Columns = [.. relation.Columns.Select(c => new LogColumn(c.ColumnName, c.DataTypeId, isFull ? keys.Contains(c.ColumnName) : c.Flags.HasFlag(RelationMessage.Column.ColumnFlags.PartOfKey)))],
        };
    }

    private static async ValueTask<ImmutableArray<LogValue>> Row(ReplicationTuple tuple, CancellationToken cancellation)
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

/// <summary>The log tells of a table that was published after the tables were copied.</summary>
public sealed class UnknownTableException(string table) : Exception($"{table} was added to the publication")
{
    public string Table => table;
}
