using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// CloudEvents 1.0 in its three modes: binary (attributes in ce- headers, data in the body), structured, and batch. The type
/// is the entity that the mapping knows. Events whose type starts with <c>onelead.</c> carry OneLead's own schema as data.
/// </summary>
internal sealed class CloudEventsFormat() : WebhookFormat("cloudevents", SecretForm.Key, SecretForm.Standard)
{
    private const string Structured = "application/cloudevents", Batch = "application/cloudevents-batch", NativeType = "onelead.";

    private static readonly string[] Removals = ["deleted", "delete", "removed", "remove"];

    public override bool HasHandshake => true;

    // A sender may send only native events.
    public override bool NeedsMapping => false;

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        VerifySignatureOrKey(request, source, now);

    /// <summary>A binary event without data has no body and no content type.</summary>
    public override bool Accepts(string? contentType) => string.IsNullOrEmpty(contentType) || base.Accepts(contentType);

    private protected override JsonDocument Parse(WebhookRequest request) =>
        request.Body.IsEmpty ? UntrustedJson.Parse("null"u8.ToArray()) : base.Parse(request);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        var type = request.Headers.ContentType.ToString();
        // Tested first, because its name starts with the other's.
        if (type.StartsWith(Batch, StringComparison.OrdinalIgnoreCase))
        {
            if (root.ValueKind != JsonValueKind.Array)
                throw new MalformedDeliveryException("A batch must be an array of events.");
            delivery.Elements(root, json => Add(FromJson(json, delivery), delivery));
        }
        else if (type.StartsWith(Structured, StringComparison.OrdinalIgnoreCase))
        {
            Add(FromJson(root, delivery), delivery);
        }
        else
        {
            Add(FromHeaders(request.Headers, request.Body.IsEmpty ? null : root), delivery);
        }
    }

    private static CloudEvent FromJson(JsonElement json, DeliveryBuilder delivery) => Decode(() =>
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new MalformedDeliveryException("An event must be an object.");
        _ = json.Required("specversion");
        return new EnvelopeFormatter(delivery).ConvertFromJsonElement(json, null);
    });

    private static CloudEvent FromHeaders(IHeaderDictionary headers, JsonElement? data) => Decode(() =>
    {
        var given = headers[HttpUtilities.SpecVersionHttpHeader].ToString();
        if (given.Length == 0)
            throw new MalformedDeliveryException("'specversion' is missing.");
        var version = CloudEventsSpecVersion.FromVersionId(given)
            ?? throw new MalformedDeliveryException("'specversion' must be 1.0.");
        var cloudEvent = new CloudEvent(version) { Data = data };
        foreach (var (header, value) in headers)
        {
            var name = HttpUtilities.GetAttributeNameFromHeaderName(header);
            if (name is not null && name != CloudEventsSpecVersion.SpecVersionAttribute.Name)
                cloudEvent.SetAttributeFromString(name, HttpUtilities.DecodeHeaderValue(value.ToString()));
        }
        return Validation.CheckCloudEventArgument(cloudEvent, nameof(headers));
    });

    // The library reports an invalid envelope by exceptions of these types.
    private static CloudEvent Decode(Func<CloudEvent> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException)
        {
            var reason = e is ArgumentException { ParamName: { } name }
                ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
                : e.Message;
            throw new MalformedDeliveryException($"The event is not a valid CloudEvent: {reason}");
        }
    }

    private static void Add(CloudEvent cloudEvent, DeliveryBuilder delivery)
    {
        var (type, data) = (cloudEvent.Type!, (JsonElement?)cloudEvent.Data);
        var sourceId = EventIdentity.Of(cloudEvent.Source!.OriginalString, cloudEvent.Id);
        if (type.StartsWith(NativeType, StringComparison.Ordinal))
        {
            delivery.Events(sourceId, Encoding.UTF8.GetBytes(data?.GetRawText() ?? "null"));
            return;
        }
        var fields = new FieldBag();
        if (data is { ValueKind: JsonValueKind.Object } whole)
            fields.SetAll(whole);
        else if (data is { ValueKind: not JsonValueKind.Null } other)
            fields.Set("data", other);
        // An event does not say whether its data is the whole object, so absent fields mean nothing.
        delivery.Object(
            type, cloudEvent.Subject ?? data?.Text("id") ?? "", IsRemoval(type) ? RecordChange.Removed : RecordChange.Partial,
            cloudEvent.Time?.ToUniversalTime() ?? delivery.ReceivedAt, sourceId, fields.Data);
    }

    // com.example.deal.deleted, com.example.deal.deleted.v2
    private static bool IsRemoval(string type) =>
        type.Split('.', '_', '-', ':', '/').TakeLast(2).Intersect(Removals, StringComparer.OrdinalIgnoreCase).Any();

    /// <summary>Keeps data as JSON whatever its datacontenttype says.</summary>
    private sealed class EnvelopeFormatter(DeliveryBuilder delivery) : JsonEventFormatter
    {
        protected override void DecodeStructuredModeDataProperty(JsonElement dataElement, CloudEvent cloudEvent) =>
            cloudEvent.Data = dataElement;

        protected override void DecodeStructuredModeDataBase64Property(JsonElement dataBase64Element, CloudEvent cloudEvent)
        {
            if (dataBase64Element.ValueKind != JsonValueKind.String || !dataBase64Element.TryGetBytesFromBase64(out var bytes))
                throw new MalformedDeliveryException("'data_base64' is not base64.");
            using var document = UntrustedJson.Parse(delivery.WithoutUnpairedSurrogates(bytes));
            cloudEvent.Data = document.RootElement.Clone();
        }
    }
}
