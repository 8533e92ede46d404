using System.Collections.Frozen;
using System.Collections.Immutable;
using Npgsql;
using OneLead.Events;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Storage;
using OneLead.Web.DeadLetters;

namespace OneLead.Web.Cdc;

/// <summary>
/// Follows one database: copies its tables, then journals each committed change. Whatever ends, it begins again where the
/// journal has got to; what is delivered twice is known by its identity. The server is told of a place in the log only
/// after all before it is journaled and that is written down.
/// </summary>
internal sealed partial class CdcFollower(
    PostgresSource source, IIngest ingest, IDeadLetterStore letters, IStateStore states, IJournal journal, CdcMetrics metrics, TimeProvider clock, ILogger<CdcFollower> log)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1), LagInterval = TimeSpan.FromSeconds(5), LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly CdcPositions _positions = new(states, source.Name);
    private readonly RowReader _rows = new(source);
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private volatile CdcStatus _status = CdcStatus.New;
    private int _failures;

    public PostgresSource Source => source;

    public CdcStatus Status => _status;

    /// <summary>Runs until it is stopped; it never throws.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Follow(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownTableException e)
            {
                // If it is published still, its rows must be copied first; else what the log has of it is all there is.
                _passed.Add(e.Table);
                continue;
            }
            catch (CdcBlockedException e)
            {
                Waits(CdcState.Blocked, e.Message, null);
            }
            catch (Exception e)
            {
                Waits(CdcState.Waiting, e is PostgresException { SqlState: PostgresErrorCodes.ObjectInUse } ? $"the slot is read by somebody else: {e.Message}" : e.Message, e);
            }
            try
            {
                await Task.Delay(Backoff(), clock, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Follow(CancellationToken cancellation)
    {
        await using var server = await PostgresServer.Open(source, cancellation);
        await using var stream = await ChangeStream.Open(source, cancellation);
        var tables = await server.Tables(cancellation)
            ?? throw new CdcBlockedException($"There is no publication '{source.Publication}' in the database: CREATE PUBLICATION {source.Publication} FOR TABLE …");
        var (system, slot, position) = (await stream.System(cancellation), await server.Slot(cancellation), await _positions.Read(cancellation));
        if (Copying.Reason(source, position, slot, system, tables) is { } reason)
            position = await Copy(server, stream, tables, new(position?.Copy ?? 0, true, 0, system, []), slot, reason, cancellation);
        await Stream(server, stream, tables, position!, cancellation);
    }

    private async Task<CdcPosition> Copy(
        PostgresServer server, ChangeStream stream, ImmutableArray<PublishedTable> tables, CdcPosition position, SlotFacts? slot, Copying reason, CancellationToken cancellation)
    {
        if (slot?.Process is { } process)
            throw new InvalidOperationException($"the slot {source.Slot} must be made anew, and is read by process {process} of the server");
        var isFirst = position.Copy == 0;
        position = position with { Copy = position.Copy + 1 };
        metrics.Copy(source.Name, reason.Code);
        if (isFirst)
            LogFirst(source.Name, tables.Length);
        else
            LogAgain(source.Name, reason.Why);
        // From here on the slot is ours: what is interrupted may drop it.
        await _positions.Write(position, cancellation);
        Set(_status with { State = CdcState.Copying, Message = reason.Why, Copy = position.Copy, Copied = 0 });
        if (slot is not null)
            await server.DropSlot(cancellation);
        // Read before the slot is made: commits that it will tell of are later, and what the snapshot holds already may be.
        var at = await server.Now(cancellation);
        var (point, snapshot) = await stream.CreateSlot(cancellation);
        await server.Enter(snapshot, cancellation);
        var known = isFirst ? new() : await CdcKnown.Read(journal, source.Name, cancellation);
        var batch = NewBatch();
        foreach (var table in tables)
        {
            await foreach (var row in server.Copy(table, cancellation))
            {
                Add(batch, known, row, at, ChangeIds.OfCopied(position.Copy, point, row));
                if (batch.IsFull)
                    await Keep(batch, CdcState.Copying, cancellation);
            }
        }
        foreach (var (kind, entity) in known.Gone)
        {
            batch.Add(new ChangeEvent(
                kind.IsTenantWide() ? "" : Keys.Unplaced(source.Name), kind, entity, EventSchema.Version, source.Name, ChangeIds.OfGone(position.Copy, point, Wire.Name(kind), entity), at, EventData.Removal));
            if (batch.IsFull)
                await Keep(batch, CdcState.Copying, cancellation);
        }
        await Keep(batch, CdcState.Copying, cancellation);
        await server.Leave(cancellation);
        position = position with { IsCopying = false, Place = point, Tables = [.. tables.Select(t => t.Table.FullName)] };
        await _positions.Write(position, cancellation);
        LogCopied(source.Name, _status.Copied);
        return position;
    }

    private void Add(CdcBatch batch, CdcKnown known, CopiedRow row, DateTimeOffset at, string id)
    {
        _status = _status with { Copied = _status.Copied + 1 };
        if (_rows.Read(row, at, id) is not { } record)
            return;
        var mapped = Mapped.Of(source.Rules, record);
        // A row that cannot be mapped is there all the same.
        known.Found(mapped.Reason is null ? mapped.Events : source.Rules!.Map(record with { Change = RecordChange.Removed }).Events);
        if (known.Has(row))
            metrics.Count(source.Name, "unchanged", 1);
        else
            batch.Add(record, mapped);
    }

    private async Task Stream(PostgresServer server, ChangeStream stream, ImmutableArray<PublishedTable> tables, CdcPosition position, CancellationToken cancellation)
    {
        var batch = NewBatch();
        var (begun, isOpen, index, end) = (new LogEntry.Begun(default, 0), false, 0, position.Place);
        DateTimeOffset? oldest = null;
        var (told, looked) = (clock.GetTimestamp(), 0L);
        await using var entries = stream.Read(position.Place, tables, position.Tables.Concat(_passed).ToFrozenSet(StringComparer.Ordinal), cancellation).GetAsyncEnumerator(cancellation);
        LogStreaming(source.Name, Shown(position.Place));
        Set(_status with { State = CdcState.Streaming, Message = null, Copy = position.Copy, Position = Shown(position.Place) });
        while (true)
        {
            var next = entries.MoveNextAsync();
            // While more is there at once, batches grow by themselves; when nothing is, waiting would only delay.
            if (!next.IsCompleted && !isOpen)
            {
                var coming = next.AsTask();
                await Keep();
                _failures = 0;
                while (!coming.IsCompleted)
                {
                    await Tell(Math.Max(end, stream.Told));
                    await Task.WhenAny(coming, Task.Delay(Heartbeat, clock, cancellation));
                    cancellation.ThrowIfCancellationRequested();
                }
                next = new(coming);
            }
            if (!await next)
                return;
            switch (entries.Current)
            {
                case LogEntry.Begun begin:
                    (begun, isOpen, index) = (begin, true, 0);
                    oldest ??= begin.At;
                    break;
                case LogEntry.Changed changed:
                    foreach (var (record, lost) in _rows.Read(changed.Change, begun.At, ChangeIds.OfRow(position.Copy, begun.Commit, ++index)))
                        batch.Add(record, lost);
                    if (batch.IsFull)
                        await Keep();
                    break;
                case LogEntry.Committed committed:
                    (isOpen, end) = (false, committed.End);
                    if (clock.GetElapsedTime(told) >= Heartbeat)
                    {
                        await Keep();
                        await Tell(end);
                    }
                    break;
            }
        }

        async Task Keep()
        {
            if (batch.IsEmpty)
                return;
            await this.Keep(batch, CdcState.Streaming, cancellation);
            metrics.Delay(source.Name, clock.GetUtcNow() - (oldest ?? begun.At));
            oldest = null;
            _status = _status with { LastCommitAt = begun.At };
        }

        // All before the place is journaled.
        async Task Tell(ulong place)
        {
            if (clock.GetElapsedTime(told) >= Heartbeat && place > position.Place)
            {
                position = position with { Place = place };
                await _positions.Write(position, cancellation);
                await stream.Confirm(place, cancellation);
                told = clock.GetTimestamp();
                _status = _status with { Position = Shown(place) };
            }
            if (looked == 0 || clock.GetElapsedTime(looked) >= LagInterval)
            {
                looked = clock.GetTimestamp();
                var lag = Math.Max(0, (long)(await server.LogEnd(cancellation) - place));
                metrics.Lag(source.Name, lag);
                _status = _status with { Lag = lag };
            }
        }
    }

    private CdcBatch NewBatch() => new(source, ingest, letters, metrics, clock);

    private Task Keep(CdcBatch batch, CdcState state, CancellationToken cancellation) => batch.Keep(
        why =>
        {
            if (why is not null && _status.State != CdcState.Waiting)
                LogWaits(source.Name, why, null);
            Set(_status with { State = why is null ? state : CdcState.Waiting, Message = why });
        },
        cancellation);

    private void Waits(CdcState state, string why, Exception? e)
    {
        // Said once, and not with each attempt.
        if (_status.State != state || _status.Message != why)
            LogWaits(source.Name, why, e is NpgsqlException or IOException or TimeoutException or null ? null : e);
        Set(_status with { State = state, Message = why });
    }

    private void Set(CdcStatus status) => _status = status;

    private TimeSpan Backoff()
    {
        var wait = TimeSpan.FromMilliseconds(200 * Math.Pow(2, Math.Min(_failures++, 10)));
        return wait < LongestBackoff ? wait : LongestBackoff;
    }

    private static string Shown(ulong place) => $"{place >> 32:X}/{(uint)place:X}";

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: {tables} tables are copied for the first time")]
    private partial void LogFirst(string source, int tables);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source}: the tables are copied again: {reason}")]
    private partial void LogAgain(string source, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: {rows} rows were copied")]
    private partial void LogCopied(string source, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: changes are followed from {place} on")]
    private partial void LogStreaming(string source, string place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source} waits: {reason}")]
    private partial void LogWaits(string source, string reason, Exception? e);
}

/// <summary>Somebody must do something before it can go on.</summary>
internal sealed class CdcBlockedException(string message) : Exception(message);

/// <summary>Why tables are copied.</summary>
internal sealed record Copying(string Code, string Why)
{
    /// <summary>Null when the slot has all that is not journaled.</summary>
    /// <exception cref="CdcBlockedException">The slot may belong to somebody else.</exception>
    public static Copying? Reason(PostgresSource source, CdcPosition? position, SlotFacts? slot, string system, ImmutableArray<PublishedTable> tables) => (position, slot) switch
    {
        (null, not null) => throw new CdcBlockedException($"A slot '{source.Slot}' exists already and this installation did not make it. If nobody else uses it: onelead cdc drop-slot {source.Name}"),
        (null, null) => new("first", "for the first time"),
        ({ IsCopying: true }, _) => new("interrupted", "the last copy was interrupted"),
        ({ } at, _) when at.System != system => new("other_cluster", "the database is another cluster than before, whose log has other places"),
        (_, null) => new("slot_gone", $"the slot '{source.Slot}' is gone: changes since then are not in the log any more"),
        (_, { IsLost: true }) => new("slot_lost", $"the server threw away what the slot '{source.Slot}' needs (max_slot_wal_keep_size)"),
        ({ } at, { } kept) when kept.Confirmed > at.Place => new("rows_missed", $"the slot '{source.Slot}' is ahead of what was journaled: changes between were missed"),
        ({ } at, _) when tables.Select(t => t.Table.FullName).Except(at.Tables).ToList() is { Count: > 0 } added => new("tables_added", $"added to the publication: {string.Join(", ", added)}"),
        _ => null,
    };
}
