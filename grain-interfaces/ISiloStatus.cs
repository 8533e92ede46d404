namespace OneLead;

/// <summary>The pending work of a silo.</summary>
public interface ISiloStatus
{
    /// <summary>The number of committed rows from the first one on that no stored snapshot has: a restart reads them again.</summary>
    long UnflushedRows { get; }
}
