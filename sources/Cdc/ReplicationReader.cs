using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Journals every committed change from a log position on. The server is told of a position only after everything before it
/// is journaled and the position is stored.
/// </summary>
internal sealed class ReplicationReader(
    PostgresSource source,
    PostgresServer server,
    ChangeStream stream,
    CdcPositionStore positions,
    CdcBatch batch,
    CdcStatusTracker status,
    CdcMetrics metrics,
    TimeProvider clock,
    CdcPosition position)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1), LagInterval = TimeSpan.FromSeconds(5);

    private readonly RowReader _rows = new(source);
    private CdcPosition _position = position;
    private ulong _end = position.Place, _commit;
    private int _index;
    private bool _inTransaction;
    private Task? _heartbeat;
    private DateTimeOffset _at = position.At;
    private DateTimeOffset? _oldest, _lastCommit;
    private long _confirmedAt = clock.GetTimestamp();
    private long? _lagReadAt;

    /// <summary>Runs until it is cancelled or fails.</summary>
    /// <exception cref="UnknownTableException">The log has changes of a table that was not copied.</exception>
    /// <exception cref="CopyNeededException">The log does not describe a change completely, or not at all.</exception>
    public async Task RunAsync(ImmutableArray<PublishedTable> tables, FrozenSet<string> copied, CancellationToken cancellation)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var entries = stream.ReadAsync(_position.Place, tables, copied, reading.Token).GetAsyncEnumerator(reading.Token);
        Task<bool> next = Task.FromResult(false);
        try
        {
            do
                next = entries.MoveNextAsync().AsTask();
            while (await HandleAsync(entries, next, cancellation));
        }
        finally
        {
            // The enumerator cannot be disposed of during a read.
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await entries.DisposeAsync();
        }
    }

    private async Task<bool> HandleAsync(IAsyncEnumerator<LogEntry> entries, Task<bool> next, CancellationToken cancellation)
    {
        await FlushWhenIdleAsync(next, cancellation);
        if (!await next)
            return false;
        switch (entries.Current)
        {
            case LogEntry.Begun begun:
                (_commit, _index, _inTransaction) = (begun.Commit, 0, true);
                (_at, _lastCommit) = (begun.At > _at ? begun.At : _at, begun.At);
                _oldest ??= begun.At;
                break;
            case LogEntry.Changed changed:
                _index++;
                foreach (var record in _rows.Read(changed.Change, _at, entity => ChangeIds.Of(_position.Copy, _commit, _index, entity)))
                    batch.Add(record);
                if (batch.IsFull)
                    await FlushAsync(cancellation);
                break;
            case LogEntry.Truncated truncated:
                await FlushAsync(cancellation);
                throw new CopyNeededException(CopyReason.Truncated(truncated.Table));
            case LogEntry.Committed committed:
                (_inTransaction, _end) = (false, committed.End);
                if (clock.GetElapsedTime(_confirmedAt) >= Heartbeat)
                {
                    await FlushAsync(cancellation);
                    await ConfirmAsync(_end, cancellation);
                }
                break;
        }
        return true;
    }

    // While entries arrive without a pause, they are batched. When the next one is not there yet, waiting would only add latency.
    private async Task FlushWhenIdleAsync(Task<bool> next, CancellationToken cancellation)
    {
        if (!next.IsCompleted && !_inTransaction)
            await FlushAsync(cancellation);
        while (!next.IsCompleted && !_inTransaction)
        {
            await ConfirmAsync(Math.Max(_end, stream.Received), cancellation);
            await Task.WhenAny(next, _heartbeat ??= Task.Delay(Heartbeat, clock, CancellationToken.None));
            _heartbeat = _heartbeat.IsCompleted ? null : _heartbeat;
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (await batch.FlushAsync(cancellation) && _oldest is { } oldest)
            metrics.RecordDelay(source.Name, clock.GetUtcNow() - oldest);
        _oldest = null;
        status.Status = status.Status with { LastCommitAt = _lastCommit ?? status.Status.LastCommitAt };
    }

    // Everything before the position is journaled.
    private async Task ConfirmAsync(ulong place, CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(_confirmedAt) >= Heartbeat && place > _position.Place)
        {
            _position = _position with { Place = place, At = _at };
            await positions.WriteAsync(_position, cancellation);
            await stream.ConfirmAsync(place, cancellation);
            _confirmedAt = clock.GetTimestamp();
            status.Status = status.Status with { Position = CdcStatusTracker.Format(place) };
        }
        if (_lagReadAt is not { } readAt || clock.GetElapsedTime(readAt) >= LagInterval)
        {
            _lagReadAt = clock.GetTimestamp();
            await CheckTablesAsync(cancellation);
            var lag = Math.Max(0, (long)(await server.ReadLogEndAsync(cancellation) - place));
            metrics.SetLag(source.Name, lag);
            status.Status = status.Status with { Lag = lag };
        }
    }

    // Tables change without row changes, and a publication without any trace in the log.
    private async Task CheckTablesAsync(CancellationToken cancellation)
    {
        if (await server.ReadTablesAsync(cancellation) is not { } tables)
            throw new InvalidOperationException("the publication is gone");
        var actions = await server.ReadActionsAsync(cancellation);
        TableChanges.RequireColumns(source, _position, tables);
        if (TableChanges.Find(source, _position, tables, actions) is { } reason)
            throw new CopyNeededException(reason);
        if (_position.Actions != actions)
        {
            // Stored at once: changes that are not published now are missing later.
            _position = _position with { Actions = actions };
            await positions.WriteAsync(_position, cancellation);
        }
        var warning = TableChanges.Warning(source, _position, tables, actions);
        if (status.Status is { State: CdcState.Streaming } now && now.Message != warning)
            status.Set(CdcState.Streaming, warning);
    }
}
