using OneLead.Snapshots;

namespace OneLead.Journal;

internal sealed class JournalSiloStatus(LocalJournals journals, SnapshotWriter snapshots) : ISiloStatus
{
    public long Queue => journals.All.Sum(static j => j.Waiting);

    public int Unsaved => snapshots.Waiting;
}
