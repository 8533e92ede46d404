using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>
/// A queued append. The caller's thread encodes the events into the buffer, so the single writer thread only copies bytes.
/// </summary>
internal abstract class AppendRequest(AppendTicket ticket, ImmutableArray<ChangeEvent> events) : IDisposable
{
    protected static readonly JsonWriterOptions Json =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Continuations do not run on the writer's thread.
    private readonly TaskCompletionSource<ImmutableArray<Appended>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendTicket Ticket => ticket;

    public string Tenant => ticket.Writer.Tenant;

    public ImmutableArray<ChangeEvent> Events => events;

    public bool HasLinks { get; } = events.Any(static e => e.Kind == EventKind.Link);

    public int Bytes => Buffer.Length;

    /// <summary>The results of the last attempt to commit, one for each event.</summary>
    public ImmutableArray<Appended> Results { get; set; } = [];

    /// <summary>Completes after the commit.</summary>
    public Task<ImmutableArray<Appended>> Answered => _answer.Task;

    protected PooledBuffer Buffer { get; } = new(events.Length * 384);

    public void Answer() => _answer.TrySetResult(Results);

    public void Fail(Exception e) => _answer.TrySetException(e);

    protected Utf8JsonWriter CreateJson() => new(Buffer, Json);

    protected void WriteData(Utf8JsonWriter json, EventData data)
    {
        json.Reset(Buffer);
        data.Write(json);
        json.Flush();
    }

    protected void WriteAuthor(Utf8JsonWriter json, Author author)
    {
        json.Reset(Buffer);
        AuthorText.Write(json, author);
        json.Flush();
    }

    public void Dispose() => Buffer.Dispose();
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
    public Exception? Refusal(TenantWriters writers, bool hasStagedLinks)
    {
        if (!writers.IsCurrent(Writer))
            return new JournalFencedException($"Another writer owns the journal of tenant {Writer.Tenant}. Nothing was appended.");
        if (Stopwatch.GetElapsedTime(QueuedAt) > MaxQueueTime)
            return new JournalUnavailableException(
                $"The journal is busy: the append waited longer than {MaxQueueTime.TotalSeconds:0} s and was refused. Retry it.");
        if (DecidedAfter is { } seen && (Writer.Listener.LastLink > seen || hasStagedLinks))
            return new StaleDecisionException(
                $"A link was committed after row {seen}, on which the decision was based. Nothing was appended.");
        return null;
    }
}
