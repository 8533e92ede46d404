using System.Collections.Frozen;
using System.Collections.Immutable;
using Npgsql;
using OneLead.Storage;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Follows one database: copies its tables, then journals each committed change. Whatever ends, it begins again where the
/// journal has got to; what is delivered twice is known by its identity.
/// </summary>
internal sealed partial class CdcFollower(
    PostgresSource source, IIngest ingest, IDeadLetterStore letters, IStateStore states, IJournal journal, CdcMetrics metrics, TimeProvider clock, ILogger<CdcFollower> log)
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30), Healthy = TimeSpan.FromMinutes(1);

    private readonly CdcPositions _positions = new(states, source.Name);
    private readonly CdcReport _report = new();
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private Copying? _needed;
    private int _failures;

    public PostgresSource Source => source;

    public CdcStatus Status => _report.Status;

    /// <summary>Runs until it is stopped; it never throws.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            try
            {
                await Follow(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (UnknownTableException e) when (_passed.Add(e.Table))
            {
                // If it is published still, its rows must be copied first; else what the log has of it is all there is.
                continue;
            }
            catch (CopyNeededException e)
            {
                _needed = e.Reason;
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
            _failures = clock.GetElapsedTime(began) > Healthy ? 0 : _failures + 1;
            var wait = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(_failures, 10)));
            await Task.Delay(wait < LongestBackoff ? wait : LongestBackoff, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Follow(CancellationToken cancellation)
    {
        await using var server = await PostgresServer.Open(source, cancellation);
        await using var stream = await ChangeStream.Open(source, cancellation);
        var tables = await server.Tables(cancellation)
            ?? throw new CdcBlockedException($"There is no publication '{source.Publication}' in the database: CREATE PUBLICATION {source.Publication} FOR TABLE …");
        var (system, slot, position) = (await stream.System(cancellation), await server.Slot(cancellation), await _positions.Read(cancellation));
        var batch = new CdcBatch(source, ingest, letters, _report, metrics, clock, log);
        if ((Copying.Reason(source, position, slot, system, await server.LogEnd(cancellation), tables) ?? _needed) is { } reason)
            position = await Copy(server, stream, tables, (position ?? CdcPosition.None) with { System = system, Publication = source.Publication }, slot, reason, batch, cancellation);
        LogStreaming(source.Name, (uint)(position!.Place >> 32), (uint)position.Place);
        _report.Status = _report.Status with { State = CdcState.Streaming, Message = null, Copy = position.Copy, Position = CdcReport.Shown(position.Place) };
        await new LogReading(source, server, stream, _positions, batch, _report, metrics, clock, position)
            .Run(tables, position.Tables.Concat(_passed).ToFrozenSet(StringComparer.Ordinal), cancellation);
    }

    private async Task<CdcPosition> Copy(
        PostgresServer server, ChangeStream stream, ImmutableArray<PublishedTable> tables, CdcPosition before, SlotFacts? slot, Copying reason, CdcBatch batch, CancellationToken cancellation)
    {
        if (slot?.Process is { } process)
            throw new InvalidOperationException($"the slot {source.Slot} must be made anew, and is read by process {process} of the server");
        var position = before with { Copy = before.Copy + 1, IsCopying = true };
        metrics.Copy(source.Name, reason.Code);
        LogCopies(source.Name, tables.Length, reason.Why);
        // From here on the slot is ours: what is interrupted may drop it.
        await _positions.Write(position, cancellation);
        _report.Status = _report.Status with { State = CdcState.Copying, Message = reason.Why, Copy = position.Copy, Copied = 0 };
        if (slot is not null)
            await server.DropSlot(cancellation);
        // Read before the slot is made: commits that it will tell of are later, and what the snapshot holds already may be.
        var now = await server.Now(cancellation);
        position = position with { At = now > before.At ? now : before.At };
        var (point, snapshot) = await stream.CreateSlot(cancellation);
        await server.Enter(snapshot, cancellation);
        var history = before.Copy > 0 ? await History(cancellation) : null;
        await new TableCopy(source, server, batch, history, _report, metrics, position.Copy, point, position.At).Run(tables, cancellation);
        await server.Leave(cancellation);
        position = position with { IsCopying = false, Place = point, Tables = [.. tables.Select(t => t.Table.FullName)] };
        await _positions.Write(position, cancellation);
        _needed = null;
        LogCopied(source.Name, _report.Status.Copied);
        return position;
    }

    private async Task<CopyHistory> History(CancellationToken cancellation)
    {
        var history = new CopyHistory(source);
        await foreach (var row in journal.ReadAll(Keys.DefaultTenant, 0, cancellation))
            history.See(row.Event);
        return history;
    }

    private void Waits(CdcState state, string why, Exception? e)
    {
        // Said once, and not with each attempt.
        if (Status.State != state || Status.Message != why)
            LogWaits(source.Name, why, e is NpgsqlException or IOException or TimeoutException ? null : e);
        _report.Set(state, why);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source}: {tables} tables are copied: {reason}")]
    private partial void LogCopies(string source, int tables, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: {rows} rows were copied")]
    private partial void LogCopied(string source, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "{source}: changes are followed from {high:X}/{low:X} on")]
    private partial void LogStreaming(string source, uint high, uint low);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source} waits: {reason}")]
    private partial void LogWaits(string source, string reason, Exception? e);
}
