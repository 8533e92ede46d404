using OneLead.Snapshots;

namespace OneLead.Journal;

internal sealed class JournalSiloStatus(LocalJournals journals, SnapshotWriter snapshots) : ISiloStatus
{
    public long QueuedRows => journals.All.Sum(static j => j.Waiting);

    public IReadOnlyList<string> StuckAccounts => [.. journals.All.SelectMany(static j => j.Stuck)];

    public int UnsavedAccounts => snapshots.Waiting;

    public long UnflushedRows => journals.All.Sum(static j => j.UnflushedRows);
}
