namespace OneLead.Nodes;

/// <summary>When this node last read the store.</summary>
internal sealed class StoreReach(TimeProvider time)
{
    private long _readAt = time.GetTimestamp();

    public void Read() => Interlocked.Exchange(ref _readAt, time.GetTimestamp());

    public bool HasReadWithin(TimeSpan span) => time.GetElapsedTime(Interlocked.Read(ref _readAt)) < span;
}
