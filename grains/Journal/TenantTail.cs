using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Storage;
using OneLead.Tenants;

namespace OneLead.Journal;

/// <summary>Takes a row on its way to the accounts that it concerns.</summary>
/// <param name="formerAccount">The account that owned a link's key before the row.</param>
/// <param name="isForMatching">True for a merge or an unmerge by hand: name matching turns it into links first.</param>
internal delegate void RouteRow(JournalEntry row, string? formerAccount, bool isForMatching);

/// <summary>
/// The part of a tenant's journal that every silo keeps in memory: the head, the links, and the history of the tenant's
/// rows. The writer's silo updates it on commit; other silos read what is missing.
/// </summary>
internal sealed class TenantTail(string tenant, IJournal journal) : IDisposable
{
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1);
    private TenantHistory _history = TenantHistory.Of(RuleSet.Default);
    private long _head;
    private long _lastLink;
    private long _lastTenantRow;

    /// <summary>Every row up to here is in.</summary>
    public long Head => Volatile.Read(ref _head);

    public long LastLink => Volatile.Read(ref _lastLink);

    public long LastTenantRow => Volatile.Read(ref _lastTenantRow);

    public AccountDirectory Links { get; } = new();

    public NewNameDetector Names { get; } = new();

    public TenantHistory History => Volatile.Read(ref _history);

    /// <summary>Adds committed rows, and skips rows that it has.</summary>
    public void Apply(ImmutableArray<JournalEntry> rows, RouteRow? route = null)
    {
        lock (_gate)
        {
            var tenantRows = new List<JournalEntry>();
            foreach (var row in rows)
            {
                if (row.Sequence <= _head)
                    continue;
                var (formerAccount, isForMatching) = ((string?)null, false);
                if (row.Event.Kind == EventKind.Link)
                {
                    formerAccount = Links.AccountOf(row.Event.Entity);
                    isForMatching = !Links.Apply(row);
                    _lastLink = row.Sequence;
                }
                else if (row.Event.Kind.IsTenantWide())
                {
                    tenantRows.Add(row);
                    _lastTenantRow = row.Sequence;
                }
                route?.Invoke(row, formerAccount, isForMatching);
            }
            if (tenantRows.Count > 0)
                Volatile.Write(ref _history, _history.Apply(tenantRows));
            if (rows is [.., var last] && last.Sequence > _head)
                Volatile.Write(ref _head, last.Sequence);
        }
    }

    /// <summary>
    /// Reads the links and tenant rows after the tail, up to the journal's head. On the silo that writes, rows that the listener has
    /// not been told of are left to it, because it delivers them.
    /// </summary>
    public async Task ReadOnAsync(CancellationToken cancellation = default)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var (from, to) = (Head, journal.Head(tenant));
            if (to <= from)
                return;
            var links = await journal.ReadAccountAsync(tenant, [Keys.Links], from, to, cancellation);
            var tenantRows = (await journal.ReadTenantAsync(tenant, from, cancellation)).Where(r => r.Sequence <= to);
            Apply([.. links.Concat(tenantRows).OrderBy(r => r.Sequence)]);
            lock (_gate)
                Volatile.Write(ref _head, Math.Max(_head, to));
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    /// <summary>Waits until the tail has reached a row, and at least until it has begun.</summary>
    public async ValueTask WaitForAsync(long sequence)
    {
        if (Head == 0)
            await ReadOnAsync();
        while (Head < sequence)
        {
            if (journal.Head(tenant) < sequence)
                await journal.RefreshAsync();
            await ReadOnAsync();
            if (Head < sequence)
                await Task.Delay(ReadPause);
        }
    }
}
