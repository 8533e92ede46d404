using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The last rows of the tenants that this process knows. Its own writers move theirs with each commit; those of tenants that other
/// processes write are read from time to time.
/// </summary>
internal sealed class PostgresHeads
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PostgresTenantHead> _committed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PostgresTenantHead> _notified = new(StringComparer.Ordinal);

    public ImmutableArray<string> Tenants =>
        [.. _committed.Values.Where(static h => h.Sequence > 0).Select(static h => h.Name).Order(StringComparer.Ordinal)];

    public PostgresTenantHead? Committed(string tenant) => _committed.GetValueOrDefault(tenant);

    /// <summary>The last row that the tenant's listener was told of, so its links and days include it.</summary>
    public long Notified(string tenant) => _notified.GetValueOrDefault(tenant)?.Sequence ?? 0;

    /// <summary>Notes that this process writes the tenant's journal, which ends at a row.</summary>
    public void Begin(PostgresTenantHead tenant)
    {
        lock (_gate)
        {
            _written.Add(tenant.Name);
            Read([tenant]);
        }
    }

    /// <summary>Notes that this process no longer writes the tenant's journal.</summary>
    public void End(string tenant)
    {
        lock (_gate)
            _written.Remove(tenant);
    }

    public void Commit(PostgresTenantHead head) => _committed[head.Name] = head;

    public void Notified(PostgresTenantHead head) => _notified[head.Name] = head;

    /// <summary>Takes heads that were read from the store, except those of tenants whose listener is in this process.</summary>
    public void Refresh(IEnumerable<PostgresTenantHead> stored)
    {
        lock (_gate)
            Read(stored.Where(h => !_written.Contains(h.Name)));
    }

    // An older read may end after a later one.
    private void Read(IEnumerable<PostgresTenantHead> heads)
    {
        foreach (var head in heads.Where(h => h.Sequence >= Notified(h.Name)))
            _committed[head.Name] = _notified[head.Name] = head;
    }
}
