namespace OneLead.Views;

/// <summary>What the follower of a database is doing.</summary>
public enum CdcState
{
    /// <summary>It connects to the database.</summary>
    Connecting,

    /// <summary>It copies the tables as of the creation of its slot.</summary>
    Copying,

    /// <summary>It follows committed changes.</summary>
    Streaming,

    /// <summary>The database or the store is not available; it retries.</summary>
    Waiting,

    /// <summary>It cannot continue until somebody acts; the message says how.</summary>
    Blocked,
}

/// <summary>The status of a followed database.</summary>
/// <param name="Message">Why it waits, is blocked or copies, or what it does not see and what to do about it; else null.</param>
/// <param name="Copy">How many copies of its tables were started.</param>
/// <param name="Copied">Rows read by the current copy.</param>
/// <param name="Position">The log before this position is journaled: <c>0/153A2E8</c>; null until the first copy has ended.</param>
/// <param name="Lag">Bytes of the log not yet journaled, updated every five seconds.</param>
/// <param name="LastCommitAt">The time of the last journaled commit.</param>
[GenerateSerializer, Immutable, Alias("cdc-status")]
public sealed record CdcStatus(
    [property: Id(0)] CdcState State, [property: Id(1)] string? Message, [property: Id(2)] int Copy, [property: Id(3)] long Copied,
    [property: Id(4)] string? Position, [property: Id(5)] long Lag, [property: Id(6)] DateTimeOffset? LastCommitAt)
{
    public static CdcStatus New { get; } = new(CdcState.Connecting, null, 0, 0, null, 0, null);
}
