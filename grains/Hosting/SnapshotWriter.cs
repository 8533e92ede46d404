using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Hosting;

/// <summary>
/// Writes accounts' snapshots behind the work, many in one commit. It knows which accounts hold rows that no snapshot has
/// yet, and so how far back start-up must read.
/// </summary>
internal sealed partial class SnapshotWriter(ISnapshotStore store, IGrainFactory grains, TimeProvider time, ILogger<SnapshotWriter> log) : IDisposable
{
    /// <summary>The shortest time between two rounds. Default: half a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const int AccountsACommit = 500;

    private readonly ConcurrentDictionary<(string Tenant, string Account), long> unsaved = new();
    private readonly ConcurrentQueue<(SnapshotWrite Write, string? FormerTerritory)> offered = new();
    private readonly ConcurrentDictionary<(string Tenant, string Account), (string? Territory, SnapshotWrite Write)> territories = new();
    private readonly SemaphoreSlim round = new(1);

    /// <summary>The sequence up to which each tenant's rows have been applied to their accounts; set by the dispatcher.</summary>
    public Func<ImmutableDictionary<string, long>> AppliedThrough { get; set; } = static () => ImmutableDictionary<string, long>.Empty;

    /// <summary>The number of accounts that wait to be written.</summary>
    public int Waiting => unsaved.Count;

    /// <summary>Says that an account holds unwritten rows from this sequence on.</summary>
    public void Mark(string tenant, string account, long from) => unsaved.AddOrUpdate((tenant, account), from, (_, earlier) => Math.Min(earlier, from));

    /// <summary>Takes a snapshot to write; called by the account in its turn.</summary>
    /// <param name="formerTerritory">The territory that the account's last snapshot named.</param>
    public void Offer(SnapshotWrite write, string? formerTerritory)
    {
        territories[(write.Tenant, write.Account)] = (write.Stamp.Territory, write);
        offered.Enqueue((write, formerTerritory));
    }

    /// <summary>The territory that an account's last snapshot names: of those that still wait to be written, else the stored one.</summary>
    public string? TerritoryOf(string tenant, string account, string? stored) => territories.TryGetValue((tenant, account), out var waiting) ? waiting.Territory : stored;

    /// <summary>Writes until stopped, then once more.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await Flush();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(error);
            }
            await Rest(time.GetElapsedTime(started) * 4, stopping);
        }
    }

    // Under load a round takes longer; it must not take more than a fifth of the time. Once nothing comes any more it keeps
    // nobody back, and what is written then need not be made anew after a crash.
    private async Task Rest(TimeSpan rest, CancellationToken stopping)
    {
        var isQuiet = false;
        for (var rested = TimeSpan.Zero; !stopping.IsCancellationRequested && (rested == TimeSpan.Zero || (rested < rest && !isQuiet)); rested += Pause)
        {
            var before = AppliedThrough();
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isQuiet = AppliedThrough().SequenceEqual(before);
        }
    }

    /// <summary>Writes everything that accounts hold now.</summary>
    public async Task Flush()
    {
        await round.WaitAsync();
        try
        {
            // Read before the marks: rows that are applied later mark their accounts later.
            var applied = AppliedThrough();
            var accounts = unsaved.ToArray();
            foreach (var chunk in accounts.Chunk(AccountsACommit))
                await Write(chunk, chunk.Length == AccountsACommit && chunk[^1].Key != accounts[^1].Key ? null : applied);
            if (accounts.Length == 0 && !applied.IsEmpty)
                await store.Save([], Flushed(applied));
        }
        finally
        {
            round.Release();
        }
    }

    public void Dispose() => round.Dispose();

    private async Task Write(KeyValuePair<(string Tenant, string Account), long>[] accounts, ImmutableDictionary<string, long>? applied)
    {
        foreach (var (key, from) in accounts)
            unsaved.TryRemove(new KeyValuePair<(string, string), long>(key, from));
        var writes = new List<(SnapshotWrite Write, string? FormerTerritory)>();
        try
        {
            await Task.WhenAll(accounts.Select(a => grains.GetGrain<IAccountGrain>(Keys.Grain(a.Key.Tenant, a.Key.Account)).Flush()));
            while (offered.TryDequeue(out var write))
                writes.Add(write);
            var kept = await store.Save([.. writes.Select(w => w.Write)], applied is null ? ImmutableDictionary<string, long>.Empty : Flushed(applied));
            for (var i = 0; i < kept.Length; i++)
            {
                if (!kept[i])
                    LogStale(writes[i].Write.Tenant, writes[i].Write.Account);
            }
        }
        catch
        {
            // Nothing is lost: the writes go again, before newer ones of the same accounts, and start-up still reads from before them.
            var newer = offered.ToArray();
            offered.Clear();
            foreach (var write in writes.Concat(newer))
                offered.Enqueue(write);
            foreach (var (key, from) in accounts)
                Mark(key.Tenant, key.Account, from);
            throw;
        }
        // A territory that came up in between has read older rows: it hears the contributions once more, and that an account has left.
        foreach (var (write, former) in writes)
        {
            territories.TryRemove(new((write.Tenant, write.Account), (write.Stamp.Territory, write)));
            await Tell(write, write.Stamp.Territory, ContributionCodec.Read(write.Contribution));
            if (former != write.Stamp.Territory)
                await Tell(write, former, null);
        }
    }

    private Task Tell(SnapshotWrite write, string? territory, Contribution? contribution) =>
        grains.GetGrain<ITerritoryGrain>(Keys.Grain(write.Tenant, Keys.TerritoryGrainKey(territory)))
            .Upsert(new ContributionUpsert(write.Account, AccountViews.Version(write.Stamp), contribution, default));

    // An account that still waits holds start-up back to before its first unwritten row.
    private ImmutableDictionary<string, long> Flushed(ImmutableDictionary<string, long> applied)
    {
        var flushed = applied.ToBuilder();
        foreach (var ((tenant, _), from) in unsaved)
        {
            if (flushed.TryGetValue(tenant, out var through) && from <= through)
                flushed[tenant] = from - 1;
        }
        return flushed.ToImmutable();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Snapshots could not be written; the next round tries again")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}/{Account}: a newer snapshot is stored already")]
    private partial void LogStale(string tenant, string account);
}
