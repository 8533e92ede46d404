using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
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

    public void Close() => _isClosed = true;
}

/// <summary>The current writer of each tenant. The committing thread asks for it while it holds <see cref="Committing"/>.</summary>
internal sealed class TenantWriters(QueueAppend append)
{
    private readonly ConcurrentDictionary<string, TenantWriter> _current = new(StringComparer.Ordinal);

    /// <summary>Held by the committing thread during a commit, so that a writer is opened between two commits.</summary>
    public Lock Committing { get; } = new();

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public async ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation) =>
        await Task.Run(
            () =>
            {
                lock (Committing)
                    return _current[tenant] = new TenantWriter(tenant, listener, append);
            },
            cancellation);

    public IJournalListener? ListenerOf(string tenant) => _current.GetValueOrDefault(tenant)?.Listener;

    public bool IsCurrent(TenantWriter writer) => !writer.IsClosed && _current.GetValueOrDefault(writer.Tenant) == writer;
}

/// <summary>The writer and the time of a queued append, from which follows whether it may still be committed.</summary>
/// <param name="DecidedAfter">See <see cref="IJournalWriter.AppendAsync"/>.</param>
/// <param name="QueuedAt">A <see cref="Stopwatch"/> timestamp.</param>
internal readonly record struct AppendTicket(TenantWriter Writer, long? DecidedAfter, long QueuedAt)
{
    /// <summary>Appends that waited longer are refused, because their callers have timed out or soon will.</summary>
    public static readonly TimeSpan MaxQueueTime = TimeSpan.FromSeconds(10);

    public static AppendTicket Now(TenantWriter writer, long? decidedAfter) => new(writer, decidedAfter, Stopwatch.GetTimestamp());

    /// <summary>Returns the reason to refuse the append, or null.</summary>
    /// <param name="hasStagedLinks">True if the current commit already contains link rows of the tenant.</param>
    public Exception? Refusal(TenantWriters writers, Func<bool> hasStagedLinks)
    {
        if (!writers.IsCurrent(Writer))
            return new JournalFencedException($"Another writer owns the journal of tenant {Writer.Tenant}. Nothing was appended.");
        if (Stopwatch.GetElapsedTime(QueuedAt) > MaxQueueTime)
            return new JournalUnavailableException(
                $"The journal is busy: the append waited longer than {MaxQueueTime.TotalSeconds:0} s and was refused. Retry it.");
        if (DecidedAfter is { } seen && (Writer.Listener.LastLink > seen || hasStagedLinks()))
            return new StaleDecisionException(
                $"A link was committed after row {seen}, on which the decision was based. Nothing was appended.");
        return null;
    }
}
