using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;
using Orleans.Concurrency;

namespace OneLead.Journal;

[Reentrant, KeepAlive]
internal sealed class JournalGrain(LocalJournals journals, ILocalSiloDetails silo) : Grain, IJournalGrain
{
    private TenantJournal? _journal;

    // Calls no grain: an account that waits for this one could wait for the journal.
    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _journal = await journals.OpenAsync(this.GetPrimaryKeyString(), cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _journal is null ? Task.CompletedTask : journals.CloseAsync(this.GetPrimaryKeyString(), _journal);

    public Task Ping()
    {
        if (_journal!.IsFenced)
        {
            journals.Fenced(this.GetPrimaryKeyString(), _journal);
            DeactivateOnIdle();
        }
        return Task.CompletedTask;
    }

    public async Task<ImmutableArray<Appended>> Append(ImmutableArray<ChangeEvent> events, long? decidedAfter)
    {
        try
        {
            return await _journal!.AppendAsync(events, decidedAfter);
        }
        catch (JournalFencedException)
        {
            // The next call activates the grain again, and it becomes the writer.
            journals.Fenced(this.GetPrimaryKeyString(), _journal!);
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<JournalProgress> Progress()
    {
        if (!_journal!.IsFenced)
            return Task.FromResult(_journal.Progress);
        DeactivateOnIdle();
        throw new JournalFencedException("Another writer owns the journal.");
    }

    public Task<JournalStatus> Status() => Task.FromResult(_journal!.StatusOf(silo.SiloAddress));

    public Task<ImmutableArray<UnflushedAccount>?> Unflushed() => Task.FromResult(_journal!.Unflushed);
}
