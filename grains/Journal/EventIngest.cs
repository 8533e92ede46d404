using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Journal;

internal sealed class EventIngest(IJournal journal, LocalJournals journals, JournalTails tails,
    AppliedRows applied, IFieldEncryption encryption, IGrainFactory grains, TimeProvider clock) : IIngest
{
    // About two seconds of work. A longer queue would only use memory and delay callers.
    private const int MostWaiting = 100_000;

    private const int MostTakeovers = 5;
    private const int MostQuestions = 5;

    private long _committing;

    public long PendingEvents => journals.All.Sum(static j => j.Waiting) + Interlocked.Read(ref _committing);

    public bool IsOverloaded => PendingEvents > MostWaiting;

    public ValueTask<ImmutableArray<Appended>> AppendAsync(string tenant, ImmutableArray<ChangeEvent> events,
        CancellationToken cancellation = default) =>
        IsOverloaded
            ? throw new IngestOverloadedException(TimeSpan.FromSeconds(1))
            : AppendAsync(tenant, SourceTimes.Cap(events, clock.GetUtcNow()), null, cancellation);

    /// <summary>Appends decisions of the service itself; they are accepted even under overload.</summary>
    /// <param name="decidedAfter">See <see cref="IJournalWriter.AppendAsync"/>.</param>
    public async ValueTask<ImmutableArray<Appended>> AppendAsync(string tenant, ImmutableArray<ChangeEvent> events, long? decidedAfter,
        CancellationToken cancellation = default)
    {
        // Callers that wait for a commit hold their events in memory, too.
        Interlocked.Add(ref _committing, events.Length);
        try
        {
            events = await encryption.EncryptAsync(tenant, events, cancellation);
            for (var takeovers = 0; ; takeovers++)
            {
                var local = journals.Find(tenant);
                try
                {
                    return local is not null
                        ? await local.AppendAsync(events, decidedAfter, cancellation)
                        : await grains.Get<IJournalGrain>(tenant).Append(events, decidedAfter);
                }
                catch (Exception e) when (e is JournalFencedException or OrleansMessageRejectionException && takeovers < MostTakeovers)
                {
                    // The grain was deactivated, or another writer has taken over. A call to the grain makes it the writer again.
                    // A refused append has written nothing, and the rows of a rejected call are recognised if it is repeated.
                    if (local is not null)
                        journals.Fenced(tenant, local);
                    await Task.Delay(10 << takeovers, cancellation);
                }
                catch (Exception error) when (error is JournalFencedException or OrleansMessageRejectionException)
                {
                    throw new JournalUnavailableException("The journal changes its owner; try again.", error);
                }
            }
        }
        finally
        {
            Interlocked.Add(ref _committing, -events.Length);
        }
    }

    public async ValueTask AppendAuditAsync(string tenant, ChangeEvent row, CancellationToken cancellation = default) =>
        await AppendAsync(tenant, [row], decidedAfter: null, cancellation);

    public async ValueTask<CommandResult> SendCommandAsync(string tenant, ChangeEvent command, CancellationToken cancellation = default)
    {
        if (await journal.FindLeadHomeAsync(tenant, command.Entity, cancellation) is not { } home)
            return NoLead;
        var sent = await AppendAsync(tenant, [command with { Account = home }], cancellation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.Get<IAccountGrain>(Keys.Grain(tenant, AccountOf(tenant, home)))
                    .Outcome(command.Entity, sent[0].Sequence);
            }
            catch (TimeoutException) when (attempt < MostQuestions && !cancellation.IsCancellationRequested)
            {
                // The account is busy. The command is in the journal, so it is enough to ask again.
            }
            catch (OrleansMessageRejectionException) when (attempt < MostQuestions)
            {
                // The account's silo was lost, and another one takes it over.
                await Task.Delay(RetryPause.After(attempt), cancellation);
            }
        }
    }

    private static readonly CommandResult NoLead = new(CommandOutcome.NotFound, "there is no such lead", null, 0);

    public ValueTask WaitUntilAppliedAsync(string tenant, CancellationToken cancellation = default) =>
        new(applied.WhenAllAsync(tenant, cancellation));

    public ValueTask WaitUntilAppliedThroughAsync(string tenant, long sequence, CancellationToken cancellation = default) =>
        new(applied.WhenThroughAsync(tenant, sequence, cancellation));

    public string AccountOf(string tenant, string key) => tails.Of(tenant).Links.AccountOf(key);

    public async ValueTask<string?> FindOwnerAsync(string tenant, EventKind kind, string entity,
        CancellationToken cancellation = default) =>
        await journal.FindHomeAsync(tenant, kind, entity, cancellation) is { } home ? AccountOf(tenant, home) : null;
}
