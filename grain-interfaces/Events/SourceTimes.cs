using System.Collections.Immutable;

namespace OneLead.Events;

/// <summary>
/// Bounds the times that senders state. Per field the latest time wins, so a sender with a wrong clock would win for years.
/// </summary>
public static class SourceTimes
{
    /// <summary>How far a sender's clock may be ahead.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The latest time that counts for something received now.</summary>
    public static DateTimeOffset Latest(DateTimeOffset now) => now > DateTimeOffset.MaxValue - Tolerance ? now : now + Tolerance;

    /// <summary>The events with times up to the latest one that counts.</summary>
    public static ImmutableArray<ChangeEvent> Cap(ImmutableArray<ChangeEvent> events, DateTimeOffset now)
    {
        var latest = Latest(now);
        return events.Any(e => e.OccurredAt > latest)
            ? [.. events.Select(e => e.OccurredAt > latest ? e with { OccurredAt = latest } : e)]
            : events;
    }
}
