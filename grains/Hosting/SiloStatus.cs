namespace OneLead.Hosting;

internal sealed class SiloStatus(Dispatcher dispatcher, SnapshotWriter snapshots) : ISiloStatus
{
    public long Queue => dispatcher.Waiting;

    public int Unsaved => snapshots.Waiting;
}
