using OneLead.Views;

namespace OneLead.Sources.Cdc;

/// <summary>The current status of a source. Its follower writes it; any thread may read it.</summary>
internal sealed class CdcStatusTracker
{
    private volatile CdcStatus _status = CdcStatus.New;

    public CdcStatus Status
    {
        get => _status;
        set => _status = value;
    }

    public void Set(CdcState state, string? message = null) => Status = Status with { State = state, Message = message };

    /// <summary>Formats a log position as PostgreSQL does.</summary>
    public static string Format(ulong place) => $"{place >> 32:X}/{(uint)place:X}";
}
