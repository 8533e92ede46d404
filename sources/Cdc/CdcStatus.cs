namespace OneLead.Sources.Cdc;

/// <summary>What the follower of a database does.</summary>
public enum CdcState
{
    /// <summary>It reaches for the database, for the first time or again.</summary>
    Connecting,

    /// <summary>It copies the tables as they were when its slot was made.</summary>
    Copying,

    /// <summary>It follows committed changes.</summary>
    Streaming,

    /// <summary>The database or the store is not there; it goes on by itself when it is.</summary>
    Waiting,

    /// <summary>Somebody must do something; the message says what.</summary>
    Blocked,
}

/// <summary>How it goes with a source that is a database.</summary>
/// <param name="Message">Why it waits, is blocked or copies; null when there is nothing to say.</param>
/// <param name="Copy">How many times its tables were copied, this time included.</param>
/// <param name="Copied">The rows that this copy has read.</param>
/// <param name="Position">All of the server's log before this place is journaled: <c>0/153A2E8</c>; null until the first copy has ended.</param>
/// <param name="Lag">How many bytes of the log were not journaled when last looked, every five seconds.</param>
/// <param name="LastCommitAt">The time of the last commit that was journaled.</param>
public sealed record CdcStatus(CdcState State, string? Message, int Copy, long Copied, string? Position, long Lag, DateTimeOffset? LastCommitAt)
{
    internal static CdcStatus New { get; } = new(CdcState.Connecting, null, 0, 0, null, 0, null);
}
