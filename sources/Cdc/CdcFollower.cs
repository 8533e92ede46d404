using System.Collections.Frozen;
using System.Collections.Immutable;
using Npgsql;
using OneLead.Storage;
using OneLead.Views;
using Polly.Retry;
using Polly;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Follows one database: copies its tables, then journals every committed change. After any failure it starts again at the
/// stored position; changes that are delivered twice have the same source ids and are journaled once.
/// </summary>
internal sealed partial class CdcFollower
{
    private static readonly TimeSpan HealthyAfter = TimeSpan.FromMinutes(1);

    private readonly PostgresSource _source;
    private readonly IIngest _ingest;
    private readonly IDeadLetterStore _letters;
    private readonly IJournal _journal;
    private readonly CdcMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CdcPositionStore _positions;
    private readonly ResiliencePipeline _restart;
    private readonly CdcStatusTracker _status = new();
    private readonly HashSet<string> _acceptedTables = new(StringComparer.Ordinal);
    private CopyReason? _copyNeeded;

    public CdcFollower(
        PostgresSource source,
        IIngest ingest,
        IDeadLetterStore letters,
        IStateStore states,
        IJournal journal,
        CdcMetrics metrics,
        TimeProvider clock,
        ILogger<CdcFollower> log)
    {
        (_source, _ingest, _letters, _journal, _metrics, _clock, _log) = (source, ingest, letters, journal, metrics, clock, log);
        _positions = new(states, source.Name);
        _restart = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = static args =>
                    new(args.Outcome.Exception is not null && !args.Context.CancellationToken.IsCancellationRequested),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(30),
            })
            .Build();
    }

    public PostgresSource Source => _source;

    public CdcStatus Status => _status.Status;

    /// <summary>Runs until it is stopped. Never throws.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _restart.ExecuteAsync(async token => await RunSessionAsync(token), stopping);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // Returns to start the next session at once; throws to start it after a delay that grows with each failure.
    private async Task RunSessionAsync(CancellationToken stopping)
    {
        var startedAt = _clock.GetTimestamp();
        try
        {
            await FollowAsync(stopping);
        }
        catch (UnknownTableException e) when (_acceptedTables.Add(e.Table))
        {
            // If the table is still published, its rows must be copied first. If not, the log has all that we can get.
        }
        catch (TableChangedException e)
        {
            _copyNeeded = CopyReason.Changed(e.Table);
        }
        catch (CopyNeededException e)
        {
            _copyNeeded = e.Reason;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            ReportFailure(e);
            if (_clock.GetElapsedTime(startedAt) <= HealthyAfter)
                throw;
        }
    }

    private async Task FollowAsync(CancellationToken cancellation)
    {
        await using var server = await PostgresServer.OpenAsync(_source, cancellation);
        await using var stream = await ChangeStream.OpenAsync(_source, cancellation);
        var tables = await server.ReadTablesAsync(cancellation)
            ?? throw new CdcBlockedException(
                $"There is no publication '{_source.Publication}' in the database. "
                + $"Create it: CREATE PUBLICATION {_source.Publication} FOR TABLE …");
        var system = await stream.IdentifySystemAsync(cancellation);
        var slot = await server.ReadSlotAsync(cancellation);
        var position = await _positions.ReadAsync(cancellation);
        var actions = await server.ReadActionsAsync(cancellation);
        TableChanges.RequireColumns(_source, position, tables);
        var batch = new CdcBatch(_source, _ingest, _letters, _status, _metrics, _clock, _log);
        var reason = CopyReason.Find(_source, position, slot, system, await server.ReadLogEndAsync(cancellation), tables)
            ?? _copyNeeded
            ?? TableChanges.Find(_source, position!, tables, actions);
        if (reason is not null)
        {
            var before = (position ?? CdcPosition.None) with { System = system, Publication = _source.Publication, Actions = actions };
            position = await CopyAsync(server, stream, tables, before, slot, reason, batch, cancellation);
        }
        if (position!.Actions != actions)
        {
            // Changes that are not published now are missing later, and positions of earlier versions have no shapes.
            position = position with { Shapes = [.. tables.Select(TableShape.Of)], Actions = actions };
            await _positions.WriteAsync(position, cancellation);
        }
        var place = CdcStatusTracker.Format(position.Place);
        LogStreaming(_source.Name, place);
        _status.Status = _status.Status with
        {
            State = CdcState.Streaming,
            Message = TableChanges.Warning(_source, position, tables, actions),
            Copy = position.Copy,
            Position = place,
        };
        var copied = position.Tables.Concat(_acceptedTables).ToFrozenSet(StringComparer.Ordinal);
        await new ReplicationReader(_source, server, stream, _positions, batch, _status, _metrics, _clock, position)
            .RunAsync(tables, copied, cancellation);
    }

    private async Task<CdcPosition> CopyAsync(
        PostgresServer server,
        ChangeStream stream,
        ImmutableArray<PublishedTable> tables,
        CdcPosition before,
        SlotFacts? slot,
        CopyReason reason,
        CdcBatch batch,
        CancellationToken cancellation)
    {
        if (slot?.Process is { } process)
            throw new InvalidOperationException(
                $"the slot {_source.Slot} must be created again, but process {process} of the server reads it");
        var position = before with { Copy = before.Copy + 1, IsCopying = true };
        _metrics.CountCopy(_source.Name, reason.Code);
        LogCopying(_source.Name, tables.Length, reason.Text);
        // From here on the slot is ours: after an interruption it may be dropped.
        await _positions.WriteAsync(position, cancellation);
        _status.Status = _status.Status with { State = CdcState.Copying, Message = reason.Text, Copy = position.Copy, Copied = 0 };
        if (slot is not null)
            await server.DropSlotAsync(cancellation);
        // Read before the slot is created: all commits in the slot are later than copied rows.
        var now = await server.ReadClockAsync(cancellation);
        position = position with { At = now > before.At ? now : before.At };
        var (place, snapshot) = await stream.CreateSlotAsync(cancellation);
        await server.EnterSnapshotAsync(snapshot, cancellation);
        ImmutableArray<TableShape> shapes = [.. tables.Select(TableShape.Of)];
        if (await server.ReadTablesAsync(cancellation) is not { } seen || !seen.Select(TableShape.Of).SequenceEqual(shapes))
            throw new InvalidOperationException("the tables were changed while their copy started");
        var history = before.Copy > 0 ? await ReadHistoryAsync(cancellation) : null;
        await new TableCopy(_source, server, batch, history, _status, _metrics, position.Copy, place, position.At)
            .RunAsync(tables, cancellation);
        await server.LeaveSnapshotAsync(cancellation);
        position = position with { IsCopying = false, Place = place, Tables = [.. shapes.Select(s => s.Table)], Shapes = shapes };
        await _positions.WriteAsync(position, cancellation);
        _copyNeeded = null;
        LogCopied(_source.Name, _status.Status.Copied);
        return position;
    }

    private async Task<CopyHistory> ReadHistoryAsync(CancellationToken cancellation)
    {
        var history = new CopyHistory(_source);
        await foreach (var row in _journal.ReadAllAsync(Keys.DefaultTenant, 0, cancellation))
            history.Add(row.Event);
        return history;
    }

    private void ReportFailure(Exception e)
    {
        var state = e is CdcBlockedException ? CdcState.Blocked : CdcState.Waiting;
        var reason = e is PostgresException { SqlState: PostgresErrorCodes.ObjectInUse }
            ? $"another session reads the slot: {e.Message}"
            : e.Message;
        // Logged once, not at each attempt.
        if (Status.State != state || Status.Message != reason)
            LogWaiting(_source.Name, reason, e is CdcBlockedException or NpgsqlException or IOException or TimeoutException ? null : e);
        _status.Set(state, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source}: copying {tables} tables: {reason}")]
    private partial void LogCopying(string source, int tables, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: copied {rows} rows")]
    private partial void LogCopied(string source, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: following changes from {position}")]
    private partial void LogStreaming(string source, string position);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source} is waiting: {reason}")]
    private partial void LogWaiting(string source, string reason, Exception? e);
}
