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
}
