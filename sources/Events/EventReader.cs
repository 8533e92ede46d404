using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using OneLead.Events;
using OneLead.Values;

namespace OneLead.Sources.Events;

/// <summary>The sender of an event when the transport determines it, as for webhooks.</summary>
/// <param name="Id">The sender's id of the event; null when the event carries its own.</param>
internal readonly record struct EventSender(string Source, string? Id);

/// <summary>Reads one event from JSON and reports each invalid field.</summary>
internal readonly struct EventReader(JsonElement json, DateTimeOffset receivedAt, Action<string, string> problem,
    EventSender? sender = null)
{
    public ChangeEvent? Read()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            problem("", "must be an object");
            return null;
        }
        if (UnpairedSurrogates.AreInJson(JsonMarshal.GetRawUtf8Value(json)))
        {
            ReportUnpairedSurrogates();
            return null;
        }
        var (kind, data, id) = (Kind(), Data(), sender?.Id ?? Text("id", 512));
        if (id is null)
            problem("id", "is required: the sender's id of this event");
        if (kind is not { } known || data is null || id is null)
            return null;
        var errors = EventSchema.Check(known, data);
        foreach (var error in errors)
            problem($"data.{error.Field}", error.Reason);
        var (account, entity, occurredAt, version) = (Account(known), Entity(known, data), OccurredAt(), Version());
        return account is null || entity is null || occurredAt is null || version is null || errors.Count > 0 ? null
            : new ChangeEvent(account, known, entity, version.Value, sender?.Source ?? Text("source", 100) ?? "api",
                id, occurredAt.Value, data);
    }

    // These kinds have endpoints of their own, with checks that a plain event cannot express.
    private static readonly ImmutableDictionary<EventKind, string> Endpoints = new Dictionary<EventKind, string>
    {
        [EventKind.LeadStatus] = "POST /api/v1/leads/{id}/status",
        [EventKind.LeadAssignment] = "POST /api/v1/leads/{id}/assignment",
        [EventKind.Link] = "POST /api/v1/reconciliation/link",
        [EventKind.DayBegun] = "POST /api/v1/day",
        [EventKind.RulesPublished] = "the rules",
        [EventKind.Retraction] = "the imports",
        [EventKind.Override] = "the account",
        [EventKind.Audit] = "the request itself",
    }.ToImmutableDictionary();

    private static readonly string AcceptedKinds =
        string.Join(", ", Enum.GetValues<EventKind>().Where(k => !Endpoints.ContainsKey(k)).Select(Wire.Name));

    private static readonly ImmutableArray<string> AccountPrefixes = ["territory:", "name:", "customer:"];

    // A name that holds one cannot be read, not even to look for another name.
    private void ReportUnpairedSurrogates()
    {
        foreach (var property in json.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (UnpairedSurrogates.AreInJson(name))
                problem("", "the name of a property " + UnpairedSurrogates.Reason);
            else if (UnpairedSurrogates.AreInJson(JsonMarshal.GetRawUtf8Value(property.Value)))
                problem(property.Name, UnpairedSurrogates.Reason);
        }
    }

    private EventKind? Kind()
    {
        if (!Wire.TryParse<EventKind>(Text("kind", 100), out var kind))
            problem("kind", $"must be one of {AcceptedKinds}");
        else if (Endpoints.TryGetValue(kind, out var address))
            problem("kind", $"is not accepted here; use {address}");
        else
            return kind;
        return null;
    }

    private EventData? Data()
    {
        if (!json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            problem("data", "must be an object");
            return null;
        }
        try
        {
            return EventData.Parse(JsonMarshal.GetRawUtf8Value(data));
        }
        catch (JsonException e)
        {
            problem("data", e.Message);
            return null;
        }
    }

    private string? Account(EventKind kind)
    {
        if (kind.IsTenantWide())
            return "";
        var (account, name, territory) = (Text("account", 512), Text("name", 400), Text("territory", 100));
        var customer = Text("customerId", 100);
        if (Placeholder(("customerId", customer), ("name", name), ("territory", territory)) is { } placeholder)
        {
            problem(placeholder, "is a placeholder, which would join strangers; leave it out");
            return null;
        }
        var key = account
            ?? (Identity.Normalise(customer) is { } id ? Keys.Customer(id)
                : name is not null ? Keys.Name(Identity.Normalise(territory), name)
                : Identity.Normalise(territory) is { } place ? Keys.Territory(place)
                : null);
        if (key is null)
            problem("account", "one of account, customerId, name and territory is required");
        else if (!Keys.IsKey(key) || key.EndsWith(':') || !AccountPrefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal)))
            problem("account", "must be an account key: territory:…, name:…:… or customer:…, at most 512 characters");
        else
            return key;
        return null;
    }

    private string? Entity(EventKind kind, EventData data)
    {
        var entity = Text("entity", 400);
        if (Placeholder(("entity", entity),
            ("data.serial", kind == EventKind.Item && entity is null ? data["serial"].Text : null)
            ) is { } placeholder)
        {
            problem(placeholder, "is a placeholder and no id");
            return null;
        }
        entity = Identity.Normalise(entity);
        var key = kind != EventKind.Item ? entity is null ? null : Keys.EncodePart(entity)
            : entity is not null && entity.Contains(':', StringComparison.Ordinal) && Keys.IsKey(entity) ? entity
            : (entity ?? Identity.Normalise(data["serial"].Text)) is { Length: > 0 } serial ? Keys.Item(data["vendor"].Text, serial) : null;
        if (key is null)
            problem("entity", kind == EventKind.Item
                ? "is required: vendor:serial, or data.serial"
                : "is required: the id of the changed entity");
        else if (!Keys.IsKey(key))
            problem("entity", "is too long");
        else
            return key;
        return null;
    }

    // The first field with a placeholder; null if none has one.
    private static string? Placeholder(params ReadOnlySpan<(string Field, string? Value)> ids)
    {
        foreach (var (field, value) in ids)
        {
            if (value is not null && Identity.IsPlaceholder(value))
                return field;
        }
        return null;
    }

    private DateTimeOffset? OccurredAt()
    {
        if (Text("occurredAt", 64) is not { } text)
            return receivedAt;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time))
            return time;
        problem("occurredAt", "must be a time in RFC 3339");
        return null;
    }

    private int? Version()
    {
        if (!json.TryGetProperty("version", out var version))
            return EventSchema.Version;
        if (version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number is >= 1 and <= EventSchema.Version)
            return number;
        problem("version", $"must be 1 to {EventSchema.Version}");
        return null;
    }

    private string? Text(string name, int maxLength)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is { Length: > 0 } && text.Length <= maxLength)
            return text;
        if (text is not "")
            problem(name, $"must be a text of at most {maxLength} characters");
        return null;
    }
}
