using OneLead.Events;

namespace OneLead.Rules;

/// <summary>What one record says of an account's health. Null where the record says nothing that the rules use.</summary>
public abstract record HealthFact
{
    private HealthFact()
    {
    }

    /// <summary>A support ticket.</summary>
    public sealed record Ticket(DateOnly? Opened, bool IsOpen, bool IsEscalated, bool IsBreached) : HealthFact;

    /// <summary>A reading of how much of a product is used: 0-1, or 0-100 if a reading of its series is above 2.</summary>
    public sealed record Usage(string Series, DateOnly Period, decimal Level) : HealthFact;

    /// <summary>A survey's answer. Without a scale it is 10 if an answer of the account is above 5, else 5.</summary>
    public sealed record Survey(DateOnly Answered, decimal? Score, decimal? Scale, bool? Recommends) : HealthFact;

    /// <summary>An invoice.</summary>
    public sealed record Payment(DateOnly Due, DateOnly? Paid) : HealthFact;

    /// <summary>An activity or engagement. The sentiment is 0, 50 or 100.</summary>
    public sealed record Touch(DateOnly At, int? Sentiment) : HealthFact;

    public static HealthFact? From(EventKind kind, EventData data) => kind switch
    {
        EventKind.Ticket => ReadTicket(data),
        EventKind.Usage when data["period"].AsDate() is { } period && ReadLevel(data) is { } level =>
            new Usage($"{data.Text("product")}\n{data.Text("metric")}", period, level),
        EventKind.Survey when Day(data, "answered") is { } day => new Survey(
            day, data["score"].AsNumber(), data["scale"].AsNumber(), data["recommend"].AsFlag()),
        EventKind.Payment when data["due"].AsDate() is { } due => new Payment(due, data["paid"].AsDate()),
        EventKind.Activity or EventKind.Engagement when Day(data, "at") is { } at => new Touch(at, ReadSentiment(data.Text("sentiment"))),
        _ => null,
    };

    // A ticket is open until a date or a word of its status says otherwise.
    private static Ticket ReadTicket(EventData data) => new(
        Day(data, "opened"), Day(data, "resolved") is null && Day(data, "closed") is null && !Done.IsIn(data.Text("status")),
        data["escalated"].AsFlag() == true, data["slaBreached"].AsFlag() == true);

    private static readonly StageWords Done = new("resolved", "closed", "solved", "cancelled", "canceled", "done");

    private static decimal? ReadLevel(EventData data) =>
        data["utilization"].AsNumber() ?? data["adoption"].AsNumber()
        ?? (data["limit"].AsNumber() is { } limit && data["value"].AsNumber() is { } value ? Quotient.Of(value, limit) : null);

    private static int? ReadSentiment(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "POSITIVE" or "GREEN" => 100,
        "NEUTRAL" or "YELLOW" => 50,
        "NEGATIVE" or "RED" => 0,
        _ => null,
    };

    // An instant counts on its day in UTC.
    private static DateOnly? Day(EventData data, string name) =>
        data.Text(name) is { Length: >= 10 } text
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", out var day)
            ? day
            : null;
}
