using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>Queues events for the committing thread in a writer's name.</summary>
internal delegate ValueTask<ImmutableArray<Appended>> QueueAppend(TenantWriter writer, ImmutableArray<ChangeEvent> events, long? decidedAfter, CancellationToken cancellation);

/// <summary>One tenant's writer. Of several for a tenant only the latest may append.</summary>
internal sealed class TenantWriter(string tenant, IJournalListener listener, QueueAppend append) : IJournalWriter
{
    private volatile bool _isClosed;

    public string Tenant => tenant;

    public IJournalListener Listener => listener;

    public bool IsClosed => _isClosed;

    public ValueTask<ImmutableArray<Appended>> AppendAsync(ImmutableArray<ChangeEvent> events, long? decidedAfter = null, CancellationToken cancellation = default) =>
        events.IsDefaultOrEmpty ? new([]) : append(this, events, decidedAfter, cancellation);

    public void Close() => _isClosed = true;
}

/// <summary>The current writer of each tenant. Opened and asked in the lock of the committing thread.</summary>
internal sealed class TenantWriters(QueueAppend append)
{
    private readonly ConcurrentDictionary<string, TenantWriter> _current = new(StringComparer.Ordinal);

    public TenantWriter Open(string tenant, IJournalListener listener)
    {
        var writer = new TenantWriter(tenant, listener, append);
        _current[tenant] = writer;
        return writer;
    }

    public IJournalListener? ListenerOf(string tenant) => _current.GetValueOrDefault(tenant)?.Listener;

    public bool IsCurrent(TenantWriter writer) => !writer.IsClosed && _current.GetValueOrDefault(writer.Tenant) == writer;
}

/// <summary>Who sent a queued call, since when it waits, and why it may no longer be committed.</summary>
/// <param name="DecidedAfter">See <see cref="IJournalWriter.AppendAsync"/>.</param>
/// <param name="QueuedAt">A <see cref="Stopwatch"/> timestamp.</param>
internal readonly record struct AppendTicket(TenantWriter Writer, long? DecidedAfter, long QueuedAt)
{
    /// <summary>A caller that has waited longer has given up or will soon: its events would be committed for nobody.</summary>
    public static readonly TimeSpan MaxQueueTime = TimeSpan.FromSeconds(10);

    public static AppendTicket Now(TenantWriter writer, long? decidedAfter) => new(writer, decidedAfter, Stopwatch.GetTimestamp());

    /// <summary>The reason to refuse the call, or null.</summary>
    /// <param name="hasStagedLinks">Whether the commit that the call would join has link rows of the tenant already.</param>
    public Exception? Refusal(TenantWriters writers, Func<bool> hasStagedLinks)
    {
        if (!writers.IsCurrent(Writer))
            return new JournalFencedException($"Another writer has taken over the journal of tenant {Writer.Tenant}.");
        if (Stopwatch.GetElapsedTime(QueuedAt) > MaxQueueTime)
            return new JournalUnavailableException($"The journal is busy: the call waited longer than {MaxQueueTime.TotalSeconds:0} s.");
        if (DecidedAfter is { } seen && (Writer.Listener.LastLink > seen || hasStagedLinks()))
            return new StaleDecisionException($"A link came after row {seen}, on which the decision was based.");
        return null;
    }
}
