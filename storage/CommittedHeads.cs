using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>The tenants' last rows after each commit. The committing thread moves them; all threads may read them.</summary>
internal sealed partial class CommittedHeads<THead>(ImmutableDictionary<string, THead> heads, TenantWriters writers, ILogger log)
{
    private volatile ImmutableDictionary<string, THead> _committed = heads, _notified = heads;

    public ImmutableDictionary<string, THead> Committed => _committed;

    /// <summary>The heads that were reported to the listener, so its links and days include their rows.</summary>
    public ImmutableDictionary<string, THead> Notified => _notified;

    public ImmutableArray<string> Tenants => [.. _committed.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Moves the heads after a commit and notifies the listeners of the tenants with new rows.</summary>
    public void Publish(IReadOnlyDictionary<string, THead> heads, Func<THead, ImmutableArray<JournalEntry>> newRows)
    {
        _committed = _committed.SetItems(heads);
        foreach (var (tenant, head) in heads)
        {
            if (writers.ListenerOf(tenant) is not { } listener || newRows(head) is not { IsEmpty: false } rows)
                continue;
            try { listener.OnCommitted(rows); }
            catch (Exception e) { ListenerFailed(e); }
        }
        _notified = _committed;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal's listener threw an exception")]
    private partial void ListenerFailed(Exception e);
}
