namespace OneLead.Events;

/// <summary>The senders of events that are not systems.</summary>
public static class EventSources
{
    private const string Caller = "api:";

    /// <summary>The sender of what a person or program records by itself.</summary>
    /// <param name="id">Of the user or key.</param>
    public static string OfCaller(string id) => Caller + id;

    /// <summary>True if a person or program recorded the event by itself, and no system sent it.</summary>
    public static bool IsCaller(string source) => source.StartsWith(Caller, StringComparison.Ordinal);
}
