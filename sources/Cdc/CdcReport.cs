namespace OneLead.Sources.Cdc;

/// <summary>How it goes with a source: written by its follower alone, read by whoever asks.</summary>
internal sealed class CdcReport
{
    private volatile CdcStatus _status = CdcStatus.New;

    public CdcStatus Status { get => _status; set => _status = value; }

    public void Set(CdcState state, string? message = null) => Status = Status with { State = state, Message = message };

    /// <summary>A place in a log as PostgreSQL writes it.</summary>
    public static string Shown(ulong place) => $"{place >> 32:X}/{(uint)place:X}";
}
