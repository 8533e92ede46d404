namespace OneLead;

/// <summary>What a silo has still to do.</summary>
public interface ISiloStatus
{
    /// <summary>Rows that wait for their accounts.</summary>
    long QueuedRows { get; }

    /// <summary>Accounts that wait to be stored.</summary>
    int UnsavedAccounts { get; }
}
