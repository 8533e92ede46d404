using Microsoft.Extensions.Logging;
using OneLead.Storage;

namespace OneLead.Journal;

/// <summary>
/// Seals the rows of a tenant's journal behind its commits, which do not wait for it. Runs on the silo that writes the journal; the next
/// one goes on behind the last seal that is stored.
/// </summary>
internal sealed partial class JournalSealer(string tenant, ISealStore seals, MasterKey key, TimeProvider time, ILogger log)
{
    private const int SealRows = 4_096, SealsAtOnce = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), LaterPause = TimeSpan.FromSeconds(10),
        LogPause = TimeSpan.FromSeconds(10);

    private JournalSeal? _last;
    private long _through = -1;

    /// <summary>Every row up to here is sealed; null until the last seal has been read.</summary>
    public long? Through => Interlocked.Read(ref _through) is >= 0 and var through ? through : null;

    /// <summary>Why rows are not sealed; null if they are.</summary>
    public string? Problem { get; private set; }

    /// <param name="head">Returns the last committed row.</param>
    public async Task RunAsync(Func<long> head, CancellationToken stopping)
    {
        using var chain = new SealChain(key, tenant);
        while (!stopping.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                await SealAsync(chain, head, stopping);
                Problem = null;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                if (Problem != error.Message)
                    LogNotSealed(tenant, error);
                (Problem, pause) = (error.Message, LaterPause);
            }
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SealAsync(SealChain chain, Func<long> head, CancellationToken stopping)
    {
        if (Through is null)
            await GoOnAsync(stopping);
        var (from, logged) = (Through!.Value, time.GetTimestamp());
        while (head() is var upTo && upTo > Through)
        {
            var made = await MakeAsync(chain, upTo, stopping);
            if (!await seals.AddAsync(tenant, _last, made, stopping))
            {
                await GoOnAsync(stopping);
                continue;
            }
            _last = made[^1];
            Interlocked.Exchange(ref _through, _last.Through);
            if (time.GetElapsedTime(logged) < LogPause)
                continue;
            // Only a journal of a former version has so many rows without seals.
            LogProgress(tenant, _last.Through, upTo);
            logged = time.GetTimestamp();
        }
        if (Through - from > SealRows * SealsAtOnce)
            LogCaughtUp(tenant, Through.Value);
    }

    private async Task<List<JournalSeal>> MakeAsync(SealChain chain, long upTo, CancellationToken stopping)
    {
        var made = new List<JournalSeal>();
        for (var former = _last; made.Count < SealsAtOnce && (former?.Through ?? 0) < upTo; former = made[^1])
        {
            var after = former?.Through ?? 0;
            var through = Math.Min(upTo, after + SealRows);
            chain.Begin(former);
            await seals.VisitAsync(tenant, after, through, chain.Add, stopping);
            if (chain.Rows < through - after)
                throw new CorruptJournalException($"Row {after + chain.Rows + 1} of the journal is missing.", after + chain.Rows + 1);
            made.Add(chain.End());
        }
        return made;
    }

    // Another silo may have sealed rows since. What this one has sealed must still be there.
    private async Task GoOnAsync(CancellationToken stopping)
    {
        if (_last is { } mine && (await seals.FindAsync(tenant, mine.After, stopping) is not { } stored
            || stored.Through != mine.Through || !stored.Mac.AsSpan().SequenceEqual(mine.Mac)))
        {
            throw new CorruptJournalException(
                $"The seal of the rows {mine.After + 1} to {mine.Through} is gone or was changed since this node wrote it. Run 'onelead "
                + "verify', and compare with a backup.", mine.After + 1);
        }
        _last = await seals.FindLastAsync(tenant, stopping);
        Interlocked.Exchange(ref _through, _last?.Through ?? 0);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tenant}: the journal is sealed through row {Through} of {Head}")]
    private partial void LogProgress(string tenant, long through, long head);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tenant}: the journal is sealed through row {Through}")]
    private partial void LogCaughtUp(string tenant, long through);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: rows of the journal could not be sealed; trying again")]
    private partial void LogNotSealed(string tenant, Exception error);
}
