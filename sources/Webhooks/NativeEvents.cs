using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.DeadLetters;
using OneLead.Sources.Events;
using OneLead.Storage;

namespace OneLead.Sources.Webhooks;

/// <summary>Events in our own schema that a webhook brings: read as POST /api/v1/events reads them, but one at a time; one that is not valid becomes a dead letter and keeps no other back.</summary>
internal static class NativeEvents
{
    /// <summary>Adds the events, and dead letters of those that are not valid.</summary>
    /// <returns>Why the message is no such events at all, else null.</returns>
    public static string? Read(Delivered.Events message, string source, DateTimeOffset now, ImmutableArray<ChangeEvent>.Builder events, ImmutableArray<NewDeadLetter>.Builder unmapped)
    {
        if (EventBatch.Open(message.Json, out var document, out var elements) is { } malformed)
            return malformed;
        using (document)
        {
            for (var i = 0; i < elements.Length; i++)
            {
                // The message has one identity; its further events are told apart by their place.
                var id = message.Id is null ? null : i == 0 ? message.Id : string.Create(CultureInfo.InvariantCulture, $"{message.Id}:{i + 1}");
                var (read, reason) = Read(elements[i], source, id, now);
                if (read is not null)
                    events.Add(read);
                else
                    unmapped.Add(new(source, id ?? IdOf(elements[i]), Kind(elements[i]), reason, DeadLetterContent.OfEvent(elements[i])));
            }
        }
        return null;
    }

    /// <summary>Reads one event; null with the reason when it is not valid.</summary>
    /// <param name="id">The sender's identity of it; null when it carries its own.</param>
    public static (ChangeEvent? Event, string Reason) Read(JsonElement json, string source, string? id, DateTimeOffset now)
    {
        var problems = new List<string>();
        var read = new EventReader(json, now, (field, reason) => problems.Add($"{field} {reason}".Trim()), new EventSender(source, id)).Read();
        return (problems.Count == 0 ? read : null, string.Join("; ", problems));
    }

    private static string Kind(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() is { Length: <= 100 } text ? text : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    // An event without an identity is known by what it says.
    private static string IdOf(JsonElement json)
    {
        try
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= 400 } text)
                return text;
        }
        catch (InvalidOperationException)
        {
            // Half a character is no identity.
        }
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(json)));
    }
}
