using System.Collections.Concurrent;
using OneLead.Feed;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Territories;

namespace OneLead.Journal;

/// <summary>
/// Waits until rows are applied: by the accounts, as the writer of the journal knows; by the roll-ups; and by the subscribers on this
/// silo, which have the changes of every silo.
/// </summary>
internal sealed class AppliedRows(
    LocalJournals journals, JournalTails tails, ContributionSender contributions, ChangePublisher changes, PeerChanges peers,
    IGrainFactory grains)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestContribution = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, Shown> _shown = new(StringComparer.Ordinal);

    /// <summary>See <see cref="IIngest.WaitUntilAppliedAsync"/>.</summary>
    public async Task WhenAllAsync(string tenant, CancellationToken cancellation)
    {
        await WhenAccountsHaveAllAsync(tenant, cancellation);
        await WhenContributedAsync(tenant, cancellation);
        await WhenReceivedAsync(tenant, cancellation);
    }

    /// <summary>See <see cref="IIngest.WaitUntilAppliedThroughAsync"/>.</summary>
    public async Task WhenThroughAsync(string tenant, long sequence, CancellationToken cancellation)
    {
        var shown = _shown.GetOrAdd(tenant, static _ => new Shown());
        while (Volatile.Read(ref shown.Through) < sequence)
        {
            cancellation.ThrowIfCancellationRequested();
            Task round;
            // Callers share a round: each asks every silo.
            lock (shown)
                round = shown.Round.IsCompleted ? shown.Round = ReadAsync(tenant, shown) : shown.Round;
            await round.WaitAsync(cancellation);
        }
    }

    private async Task ReadAsync(string tenant, Shown shown)
    {
        await Task.Yield();
        if (await AskAsync(tenant) is not { } progress || progress.AppliedByMost <= Volatile.Read(ref shown.Through))
        {
            await Task.Delay(Pause);
            return;
        }
        await tails.Of(tenant).WaitForAsync(progress.AppliedByMost);
        await Task.WhenAny(WhenContributedAsync(tenant, CancellationToken.None), Task.Delay(LongestContribution));
        await WhenReceivedAsync(tenant, CancellationToken.None);
        Volatile.Write(ref shown.Through, progress.AppliedByMost);
    }

    private async Task WhenAccountsHaveAllAsync(string tenant, CancellationToken cancellation)
    {
        long? head = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (journals.Find(tenant) is { } local)
            {
                try
                {
                    await local.WhenAppliedAsync().WaitAsync(cancellation);
                    return;
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    // Another activation continues with the rest.
                    continue;
                }
            }
            if (await AskAsync(tenant) is { } progress && progress.Applied >= (head ??= progress.Head))
            {
                await tails.Of(tenant).WaitForAsync(head.Value);
                return;
            }
            await Task.Delay(Pause, cancellation);
        }
    }

    // Null while the journal changes its owner.
    private async Task<JournalProgress?> AskAsync(string tenant)
    {
        if (journals.Find(tenant) is { IsFenced: false } local)
            return local.Progress;
        try
        {
            return await grains.Get<IJournalGrain>(tenant).Progress();
        }
        catch (Exception error) when (error is JournalFencedException or OrleansException or TimeoutException)
        {
            await Task.Delay(PauseAfterFailure);
            return null;
        }
    }

    // A contribution changes a roll-up, which may be on any silo.
    private async Task WhenContributedAsync(string tenant, CancellationToken cancellation)
    {
        await contributions.WhenArrivedAsync(tenant).WaitAsync(cancellation);
        await peers.WhenContributedAsync(tenant, cancellation);
    }

    private async Task WhenReceivedAsync(string tenant, CancellationToken cancellation)
    {
        await changes.WhenSentAsync(tenant).WaitAsync(cancellation);
        await peers.WhenReceivedAsync(tenant, cancellation);
    }

    private sealed class Shown
    {
        public long Through;

        public Task Round { get; set; } = Task.CompletedTask;
    }
}
