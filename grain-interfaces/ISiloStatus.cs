namespace OneLead;

/// <summary>The pending work of a silo.</summary>
public interface ISiloStatus
{
    /// <summary>The number of rows that wait for delivery to their accounts.</summary>
    long QueuedRows { get; }

    /// <summary>The accounts that have failed to apply their rows again and again. Others do not wait for them.</summary>
    IReadOnlyList<string> StuckAccounts { get; }

    /// <summary>The number of accounts that wait for a snapshot.</summary>
    int UnsavedAccounts { get; }

    /// <summary>The number of committed rows from the first one on that no stored snapshot has: a restart reads them again.</summary>
    long UnflushedRows { get; }
}
