using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Sources.Cdc;

namespace OneLead.Web.Cdc;

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
    private DateTimeOffset _at = position.At;
    private DateTimeOffset? _oldest, _last;
    private long _told = clock.GetTimestamp();
    private long? _looked;

    /// <exception cref="UnknownTableException">A table is told that was not copied.</exception>
    /// <exception cref="CopyNeededException">The log does not say what happened.</exception>
    public async Task Run(ImmutableArray<PublishedTable> tables, FrozenSet<string> copied, CancellationToken cancellation)
    {
        var (commit, index, isOpen, end) = (0UL, 0, false, _position.Place);
        Task? beat = null;
        await using var entries = stream.Read(end, tables, copied, cancellation).GetAsyncEnumerator(cancellation);
        while (true)
        {
            var next = entries.MoveNextAsync().AsTask();
            // While more is there at once, batches grow by themselves; when nothing is, waiting would only delay.
            if (!next.IsCompleted && !isOpen)
                await Keep(cancellation);
            while (!next.IsCompleted && !isOpen)
            {
                await Tell(Math.Max(end, stream.Told), cancellation);
                await Task.WhenAny(next, beat ??= Task.Delay(Heartbeat, clock, cancellation));
                cancellation.ThrowIfCancellationRequested();
                beat = beat.IsCompleted ? null : beat;
            }
            if (!await next)
                return;
            switch (entries.Current)
            {
                case LogEntry.Begun begun:
                    (commit, index, isOpen) = (begun.Commit, 0, true);
                    (_at, _last) = (begun.At > _at ? begun.At : _at, begun.At);
                    _oldest ??= begun.At;
                    break;
                case LogEntry.Changed changed:
                    index++;
                    foreach (var record in _rows.Read(changed.Change, _at, entity => ChangeIds.Of(_position.Copy, commit, index, entity)))
                        batch.Add(record);
                    if (batch.IsFull)
                        await Keep(cancellation);
                    break;
                case LogEntry.Truncated truncated:
                    await Keep(cancellation);
                    throw new CopyNeededException(Copying.Truncated(truncated.Table));
                case LogEntry.Committed committed:
                    (isOpen, end) = (false, committed.End);
                    if (clock.GetElapsedTime(_told) >= Heartbeat)
                    {
                        await Keep(cancellation);
                        await Tell(end, cancellation);
                    }
                    break;
            }
        }
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
