using System.Globalization;
using OneLead.Events;

namespace OneLead.Grains.Tests.Accounts;

/// <summary>Journal rows for tests.</summary>
internal static class Rows
{
    public const string Key = "territory:1";
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static JournalEntry Row(long sequence, EventKind kind, string entity, EventData data, string key = Key, int occurred = 0,
        string? sourceId = null, string? home = null, string? former = null) =>
        new(sequence, Start, new ChangeEvent(key, kind, entity, 1, "test", sourceId ?? sequence.ToString(CultureInfo.InvariantCulture),
            Start.AddMinutes(occurred), data), home ?? key, former);

    public static EventData Item(string serial = "S1", string status = "Warranty Expired - Uncovered Box", string endOfLife = "2015-07-01",
        string name = "HP DL360p Gen8 8-SFF CTO Server") => EventData.Of(
        ("serial", FieldValue.Of(serial)), ("productName", FieldValue.Of(name)), ("supportStatus", FieldValue.Of(status)),
        ("endOfLife", FieldValue.Of(endOfLife)), ("territory", FieldValue.Of("1")));

    public static JournalEntry Day(long sequence, string day) =>
        new(sequence, Start, new ChangeEvent("", EventKind.DayBegun, day, 1, "clock", "day:" + day, Start,
            EventData.Of(("day", FieldValue.Of(day)))), "", null);

    public static EventData Status(string status, int? expected = null, string? reason = null)
    {
        var data = EventData.Of(("status", FieldValue.Of(status)));
        if (expected is { } version)
            data = data.With("expectedVersion", FieldValue.Of(version));
        return reason is null ? data : data.With("reason", FieldValue.Of(reason));
    }
}
