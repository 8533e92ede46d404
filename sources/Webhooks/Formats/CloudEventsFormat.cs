using System.Text;
using System.Text.Json;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// CloudEvents 1.0 in its three modes: binary (attributes in ce- headers, data in the body), structured, batch. The type
/// is the entity, for the mapping to know; events whose type begins with <c>onelead.</c> carry our own schema as data.
/// </summary>
internal sealed class CloudEventsFormat() : WebhookFormat("cloudevents", SecretForm.Key, SecretForm.Standard)
{
    private const string Structured = "application/cloudevents", Batch = "application/cloudevents-batch", OwnType = "onelead.", HeaderPrefix = "ce-";

    private static readonly string[] Removals = ["deleted", "delete", "removed", "remove"];

    public override bool HasHandshake => true;

    // A sender may speak our own schema alone.
    public override bool NeedsMapping => false;

    public override Verdict Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) => SignedOrKeyed(request, source, now);

    /// <summary>An event without data has no body and no type.</summary>
    public override bool Takes(string? contentType) => string.IsNullOrEmpty(contentType) || base.Takes(contentType);

    private protected override JsonDocument Parse(WebhookRequest request) => request.Body.IsEmpty ? Json.Parse("null"u8.ToArray()) : base.Parse(request);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        var type = request.Headers.ContentType.ToString();
        // The batch's name begins with the other's.
        if (type.StartsWith(Batch, StringComparison.OrdinalIgnoreCase))
        {
            if (root.ValueKind != JsonValueKind.Array)
                throw new MalformedException("A batch must be an array of events.");
            foreach (var json in root.EnumerateArray())
                Structure(json, delivery);
        }
        else if (type.StartsWith(Structured, StringComparison.OrdinalIgnoreCase))
        {
            Structure(root, delivery);
        }
        else
        {
            Event(name => Header(request.Headers, name), request.Body.IsEmpty ? null : root, delivery);
        }
    }

    private static void Structure(JsonElement json, DeliveryBuilder delivery)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new MalformedException("An event must be an object.");
        if (json.Text("data_base64") is not { } encoded)
        {
            Event(name => json.Text(name), json.Member("data"), delivery);
            return;
        }
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            throw new MalformedException("'data_base64' is not base64.");
        using var data = Json.Parse(bytes.AsMemory(0, length));
        Event(name => json.Text(name), data.RootElement, delivery);
    }

    private static void Event(Func<string, string?> attribute, JsonElement? data, DeliveryBuilder delivery)
    {
        string Required(string name) => attribute(name) ?? throw new MalformedException($"The attribute '{name}' is missing.");
        var (id, source, type) = (Required("id"), Required("source"), Required("type"));
        if (Required("specversion") is not "1.0")
            throw new MalformedException("'specversion' must be 1.0.");
        var time = attribute("time");
        var at = time is null ? delivery.ReceivedAt : Times.OfIso(time) ?? throw new MalformedException("'time' must be RFC 3339.");
        var sourceId = Identity.Of(source, id);
        if (type.StartsWith(OwnType, StringComparison.Ordinal))
        {
            delivery.Events(sourceId, Encoding.UTF8.GetBytes(data?.GetRawText() ?? "null"));
            return;
        }
        var fields = new FieldBag();
        if (data is { ValueKind: JsonValueKind.Object } whole)
            fields.SetAll(whole);
        else if (data is { ValueKind: not JsonValueKind.Null } other)
            fields.Set("data", other);
        // An event does not say whether its data is the whole object, so nothing is concluded from what is absent.
        delivery.Object(type, attribute("subject") ?? (data is { } d ? d.Text("id") : null) ?? "", IsRemoval(type) ? RecordChange.Removed : RecordChange.Partial, at, sourceId, fields.Data);
    }

    // com.example.deal.deleted, com.example.deal.deleted.v2
    private static bool IsRemoval(string type) => type.Split('.', '_', '-', ':', '/').TakeLast(2).Intersect(Removals, StringComparer.OrdinalIgnoreCase).Any();

    // Header values are percent-encoded UTF-8.
    private static string? Header(IHeaderDictionary headers, string name) => headers[HeaderPrefix + name].ToString() is { Length: > 0 } value ? Uri.UnescapeDataString(value) : null;
}
