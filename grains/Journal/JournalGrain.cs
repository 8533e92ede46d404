using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using Orleans.Concurrency;

namespace OneLead.Journal;

[Reentrant, KeepAlive]
internal sealed class JournalGrain(LocalJournals journals) : Grain, IJournalGrain
{
    private TenantJournal? _journal;

    // Calls no grain: an account that waits for this one could wait for the journal.
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _journal = await journals.Open(this.GetPrimaryKeyString(), cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _journal is null ? Task.CompletedTask : journals.Close(this.GetPrimaryKeyString(), _journal);

    public Task Ping() => Task.CompletedTask;

    public Task<ImmutableArray<Appended>> Append(ImmutableArray<ChangeEvent> events, long? decidedAfter) => _journal!.Append(events, decidedAfter).AsTask();

    public Task<ImmutableArray<string>> Unflushed() => Task.FromResult(_journal!.Unflushed);
}
