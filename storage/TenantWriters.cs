using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>Queues the events of a writer for the committing thread.</summary>
internal delegate ValueTask<ImmutableArray<Appended>> QueueAppend(
    TenantWriter writer, ImmutableArray<ChangeEvent> events, long? decidedAfter, CancellationToken cancellation);

/// <summary>A tenant's writer. Only the latest writer of a tenant may append.</summary>
internal sealed class TenantWriter(string tenant, IJournalListener listener, QueueAppend append) : IJournalWriter
{
    private volatile bool _isClosed;

    public string Tenant => tenant;

    public IJournalListener Listener => listener;

    public bool IsClosed => _isClosed;

    public ValueTask<ImmutableArray<Appended>> AppendAsync(
        ImmutableArray<ChangeEvent> events, long? decidedAfter = null, CancellationToken cancellation = default) =>
        events.IsDefaultOrEmpty ? new([]) : append(this, events, decidedAfter, cancellation);

    public long? Epoch => null;

    public ValueTask<bool> IsCurrentAsync(CancellationToken cancellation = default) => new(!_isClosed);

    public void Close() => _isClosed = true;
}

/// <summary>The current writer of each tenant. The committing thread asks for it while it holds <see cref="Committing"/>.</summary>
internal sealed partial class TenantWriters(ILogger log)
{
    private readonly ConcurrentDictionary<string, TenantWriter> _current = new(StringComparer.Ordinal);

    /// <summary>Held by the committing thread during a commit, so that a writer is opened between two commits.</summary>
    public Lock Committing { get; } = new();

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public async ValueTask<IJournalWriter> OpenAsync(
        string tenant, IJournalListener listener, QueueAppend append, CancellationToken cancellation) =>
        await Task.Run(
            () =>
            {
                lock (Committing)
                    return _current[tenant] = new TenantWriter(tenant, listener, append);
            },
            cancellation);

    /// <summary>Tells the tenant's listener of new rows. A failing listener does not undo their commit.</summary>
    public void Notify(string tenant, ImmutableArray<JournalEntry> rows)
    {
        try { _current.GetValueOrDefault(tenant)?.Listener.OnCommitted(rows); }
        catch (Exception e) { ListenerFailed(e); }
    }

    public bool IsCurrent(TenantWriter writer) => !writer.IsClosed && _current.GetValueOrDefault(writer.Tenant) == writer;

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal's listener threw an exception")]
    private partial void ListenerFailed(Exception e);
}
