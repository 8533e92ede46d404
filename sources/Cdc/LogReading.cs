using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Journals each committed change from a place in the log on, without end. The server is told of a place only after all
/// before it is journaled and that is written down.
/// </summary>
internal sealed class LogReading(
    PostgresSource source, PostgresServer server, ChangeStream stream, CdcPositions positions, CdcBatch batch, CdcReport report, CdcMetrics metrics, TimeProvider clock, CdcPosition position)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1), LagInterval = TimeSpan.FromSeconds(5);

    private readonly RowReader _rows = new(source);
    private CdcPosition _position = position;
    private ulong _end = position.Place, _commit;
    private int _index;
    private bool _isOpen;
    private Task? _beat;
    private DateTimeOffset _at = position.At;
    private DateTimeOffset? _oldest, _last;
    private long _told = clock.GetTimestamp();
    private long? _looked;

    /// <exception cref="UnknownTableException">A table is told that was not copied.</exception>
    /// <exception cref="CopyNeededException">The log does not say what happened.</exception>
    public async Task Run(ImmutableArray<PublishedTable> tables, FrozenSet<string> copied, CancellationToken cancellation)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var entries = stream.Read(_position.Place, tables, copied, reading.Token).GetAsyncEnumerator(reading.Token);
        Task<bool> next = Task.FromResult(false);
        try
        {
            do
                next = entries.MoveNextAsync().AsTask();
            while (await Take(entries, next, cancellation));
        }
        finally
        {
            // What is being read cannot be closed.
            await reading.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await entries.DisposeAsync();
        }
    }

    private async Task<bool> Take(IAsyncEnumerator<LogEntry> entries, Task<bool> next, CancellationToken cancellation)
    {
        // While more is there at once, batches grow by themselves; when nothing is, waiting would only delay.
        if (!next.IsCompleted && !_isOpen)
            await Keep(cancellation);
        while (!next.IsCompleted && !_isOpen)
        {
            await Tell(Math.Max(_end, stream.Told), cancellation);
            await Task.WhenAny(next, _beat ??= Task.Delay(Heartbeat, clock, CancellationToken.None));
            _beat = _beat.IsCompleted ? null : _beat;
        }
        if (!await next)
            return false;
        switch (entries.Current)
        {
            case LogEntry.Begun begun:
                (_commit, _index, _isOpen) = (begun.Commit, 0, true);
                (_at, _last) = (begun.At > _at ? begun.At : _at, begun.At);
                _oldest ??= begun.At;
                break;
            case LogEntry.Changed changed:
                _index++;
                foreach (var record in _rows.Read(changed.Change, _at, entity => ChangeIds.Of(_position.Copy, _commit, _index, entity)))
                    batch.Add(record);
                if (batch.IsFull)
                    await Keep(cancellation);
                break;
            case LogEntry.Truncated truncated:
                await Keep(cancellation);
                throw new CopyNeededException(Copying.Truncated(truncated.Table));
            case LogEntry.Committed committed:
                (_isOpen, _end) = (false, committed.End);
                if (clock.GetElapsedTime(_told) >= Heartbeat)
                {
                    await Keep(cancellation);
                    await Tell(_end, cancellation);
                }
                break;
        }
        return true;
    }

    private async Task Keep(CancellationToken cancellation)
    {
        if (await batch.Keep(cancellation) && _oldest is { } oldest)
            metrics.Delay(source.Name, clock.GetUtcNow() - oldest);
        _oldest = null;
        report.Status = report.Status with { LastCommitAt = _last ?? report.Status.LastCommitAt };
    }

    // All before the place is journaled.
    private async Task Tell(ulong place, CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(_told) >= Heartbeat && place > _position.Place)
        {
            _position = _position with { Place = place, At = _at };
            await positions.Write(_position, cancellation);
            await stream.Confirm(place, cancellation);
            _told = clock.GetTimestamp();
            report.Status = report.Status with { Position = CdcReport.Shown(place) };
        }
        if (_looked is not { } looked || clock.GetElapsedTime(looked) >= LagInterval)
        {
            _looked = clock.GetTimestamp();
            var lag = Math.Max(0, (long)(await server.LogEnd(cancellation) - place));
            metrics.Lag(source.Name, lag);
            report.Status = report.Status with { Lag = lag };
        }
    }
}
