using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Tenants;

namespace OneLead.Hosting;

/// <summary>
/// Carries committed rows to the accounts that they concern. Rows wait in lanes, each account in one lane, so its rows
/// arrive in order; a lane that falls behind delivers many rows in one call.
/// </summary>
internal sealed partial class Dispatcher
{
    private readonly IGrainFactory grains;
    private readonly Directories directories;
    private readonly TenantLog tenants;
    // With growing pauses, half a minute.
    private const int MostAttempts = 12;

    private readonly SnapshotWriter snapshots;
    private readonly TimeProvider time;
    private readonly ILogger<Dispatcher> log;
    private readonly Lane[] lanes;
    private readonly Lane tenantLane;
    private readonly ConcurrentDictionary<string, long> committed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Tenant, string Account), long> last = new();
    private ImmutableDictionary<string, long> heads = ImmutableDictionary<string, long>.Empty;

    public Dispatcher(IGrainFactory grains, Directories directories, TenantLog tenants, SnapshotWriter snapshots, TimeProvider time, ILogger<Dispatcher> log)
    {
        (this.grains, this.directories, this.tenants, this.snapshots, this.time, this.log) = (grains, directories, tenants, snapshots, time, log);
        lanes = [.. Enumerable.Range(0, Math.Max(2, Environment.ProcessorCount)).Select(_ => new Lane())];
        tenantLane = new Lane();
        snapshots.AppliedThrough = AppliedThrough;
    }

    /// <summary>Rows that wait for their accounts.</summary>
    public long Waiting => lanes.Sum(l => l.Waiting) + tenantLane.Waiting;

    /// <summary>Called when a tenant's rows say something of keys that the reconciliation has not seen.</summary>
    public Action<string> Unreconciled { get; set; } = static _ => { };

    /// <summary>Notes where each tenant's journal stood when the process began: every account that wakes reads at least so far.</summary>
    public void Begin(IJournal journal)
    {
        foreach (var tenant in journal.Tenants)
            committed[tenant] = journal.Head(tenant);
        heads = committed.ToImmutableDictionary();
        journal.Listen(Committed);
    }

    public Task Run(CancellationToken stopping) => Task.WhenAll(lanes.Append(tenantLane).Select(l => Task.Run(() => Drain(l, stopping), CancellationToken.None)));

    /// <summary>Completes when every row up to the heads of now has been applied and published.</summary>
    public Task Settled(CancellationToken cancellation) => Task.WhenAll(lanes.Append(tenantLane).Select(l => l.Settled())).WaitAsync(cancellation);

    /// <summary>For each tenant the sequence up to which every row has been applied to its accounts.</summary>
    public ImmutableDictionary<string, long> AppliedThrough()
    {
        var through = committed.ToImmutableDictionary().ToBuilder();
        foreach (var lane in lanes.Append(tenantLane))
        {
            foreach (var (tenant, first) in lane.FirstWaiting())
            {
                if (first <= through.GetValueOrDefault(tenant))
                    through[tenant] = first - 1;
            }
        }
        return through.ToImmutable();
    }

    /// <summary>Has accounts read what start-up found unfinished.</summary>
    public void Wake(string tenant, IEnumerable<string> accounts, long upTo)
    {
        foreach (var account in accounts)
            LaneOf(account).Add(tenant, account, long.MaxValue, upTo, null);
    }

    // On the committing thread, in sequence order: note and hand over, nothing more.
    private void Committed(string tenant, ImmutableArray<JournalEntry> entries)
    {
        var directory = directories.Of(tenant);
        foreach (var entry in entries)
        {
            if (entry.Event.Kind.IsTenantWide())
            {
                tenants.Announce(tenant, entry.Sequence);
                tenantLane.Add(tenant, "", 0, entry.Sequence, entry);
                continue;
            }
            var formerRoot = entry.Former is { } former ? directory.RootOf(former) : null;
            if (entry.Event.Kind == EventKind.Link)
            {
                formerRoot = directory.RootOf(entry.Event.Entity);
                if (!directory.Apply(entry))
                {
                    Unreconciled(tenant);
                    continue;
                }
            }
            else if (directory.Meet(entry))
            {
                Unreconciled(tenant);
            }
            var home = directory.RootOf(entry.Home);
            var own = entry.Event.Kind == EventKind.Link ? home : directory.RootOf(entry.Event.Account);
            Deliver(tenant, home, entry);
            if (own != home)
                Deliver(tenant, own, entry);
            if (formerRoot is not null && formerRoot != home && formerRoot != own)
                Deliver(tenant, formerRoot, entry);
        }
        committed[tenant] = entries[^1].Sequence;
    }

    private void Deliver(string tenant, string account, JournalEntry entry)
    {
        if (PseudoAccounts.IsOne(account))
            return;
        var key = (tenant, account);
        LaneOf(account).Add(tenant, account, last.GetValueOrDefault(key, heads.GetValueOrDefault(tenant)), entry.Sequence, entry);
        last[key] = entry.Sequence;
    }

    private Lane LaneOf(string account) => lanes[(uint)string.GetHashCode(account) % (uint)lanes.Length];

    private async Task Drain(Lane lane, CancellationToken stopping)
    {
        while (await lane.Wait(stopping))
        {
            foreach (var work in lane.Take())
            {
                await Deliver(work, stopping);
                lane.Done(work);
            }
        }
    }

    // The journal holds the rows: an account that cannot take them now (its store is away, say) is asked again.
    private async Task Deliver(Work work, CancellationToken stopping)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        for (var attempt = 1; !stopping.IsCancellationRequested; attempt++, pause = pause < TimeSpan.FromSeconds(5) ? pause * 2 : pause)
        {
            try
            {
                if (work.Account.Length == 0)
                    await grains.GetGrain<ITenantGrain>(work.Tenant).Advance(work.UpTo);
                else
                    await grains.GetGrain<IAccountGrain>(Keys.Grain(work.Tenant, work.Account)).Apply(new Delivery(work.Previous, [.. work.Entries], work.UpTo));
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                if (attempt == MostAttempts && work.Account.Length > 0)
                {
                    // The others in the lane must not wait for ever; its next row or activation reads the journal.
                    LogGivenUp(work.Tenant, work.Account, work.UpTo, error);
                    snapshots.Mark(work.Tenant, work.Account, work.First);
                    last[(work.Tenant, work.Account)] = long.MaxValue;
                    return;
                }
                LogRetry(work.Tenant, work.Account, work.UpTo, error);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Tenant}/{Account}: rows up to {Sequence} could not be delivered; the account is behind until its next row or activation")]
    private partial void LogGivenUp(string tenant, string account, long sequence, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}/{Account}: rows up to {Sequence} could not be delivered; trying again")]
    private partial void LogRetry(string tenant, string account, long sequence, Exception error);
}
