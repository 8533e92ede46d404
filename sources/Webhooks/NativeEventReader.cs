using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.DeadLetters;
using OneLead.Sources.Events;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Storage;

namespace OneLead.Sources.Webhooks;

/// <summary>
/// Reads webhook events in OneLead's own schema like POST /api/v1/events, but one at a time: an invalid event becomes a dead
/// letter and does not hold back the others.
/// </summary>
internal static class NativeEventReader
{
    /// <summary>Adds the events, and dead letters for the invalid ones.</summary>
    /// <returns>Why the message holds no events at all; else null.</returns>
    public static string? Read(
        DeliveryItem.NativeEvents message,
        string source,
        DateTimeOffset now,
        ImmutableArray<ChangeEvent>.Builder events,
        ImmutableArray<NewDeadLetter>.Builder unmapped)
    {
        if (EventBatch.Open(message.Json, out var document, out var elements) is { } malformed)
            return malformed;
        using (document)
        {
            for (var i = 0; i < elements.Length; i++)
            {
                // A message has one id; its further events are numbered.
                var id = message.Id is null || i == 0 ? message.Id : string.Create(CultureInfo.InvariantCulture, $"{message.Id}:{i + 1}");
                var (read, reason) = message.Refused is { } refused && DeliveryBuilder.IsReplaced(elements[i].GetRawText())
                    ? (null, refused)
                    : Read(elements[i], source, id, now);
                if (read is not null)
                    events.Add(read);
                else
                    unmapped.Add(new(source, id ?? IdOf(elements[i]), KindOf(elements[i]), reason, DeadLetterContent.OfEvent(elements[i])));
            }
        }
        return null;
    }

    /// <summary>Reads one event; null with the reason if it is invalid.</summary>
    /// <param name="id">The sender's id of the event; null when the event carries its own.</param>
    public static (ChangeEvent? Event, string Reason) Read(JsonElement json, string source, string? id, DateTimeOffset now)
    {
        var problems = new List<string>();
        var reader = new EventReader(json, now, (field, reason) => problems.Add($"{field} {reason}".Trim()), new EventSender(source, id));
        var read = reader.Read();
        return (problems.Count == 0 ? read : null, string.Join("; ", problems));
    }

    private static string KindOf(JsonElement json) => StringOf(json, "kind", maxLength: 100) ?? "";

    // An event without an id is identified by its content.
    private static string IdOf(JsonElement json) =>
        StringOf(json, "id", maxLength: 400) is { Length: > 0 } id
            ? id
            : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(json)));

    private static string? StringOf(JsonElement json, string name, int maxLength)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                && value.GetString() is { } text
                && text.Length <= maxLength ? text : null;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate is not text.
            return null;
        }
    }
}
