using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The tenants' last rows after each commit. The committing thread moves them; all threads may read them.</summary>
internal sealed class SqliteHeads(ImmutableDictionary<string, SqliteTenantHead> heads, TenantWriters writers)
{
    private volatile ImmutableDictionary<string, SqliteTenantHead> _committed = heads, _notified = heads;

    public ImmutableDictionary<string, SqliteTenantHead> Committed => _committed;

    /// <summary>The heads that were reported to the listener, so its links and days include their rows.</summary>
    public ImmutableDictionary<string, SqliteTenantHead> Notified => _notified;

    public ImmutableArray<string> Tenants => [.. _committed.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Moves the heads after a commit and notifies the listeners of the tenants with new rows.</summary>
    public void Publish(IReadOnlyDictionary<string, SqliteTenantHead> heads, Func<SqliteTenantHead, ImmutableArray<JournalEntry>> newRows)
    {
        _committed = _committed.SetItems(heads);
        foreach (var (tenant, head) in heads)
        {
            if (newRows(head) is { IsEmpty: false } rows)
                writers.Notify(tenant, rows);
        }
        _notified = _committed;
    }
}
