using System.Globalization;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>Pipedrive v2: one object after its change. Deliveries are not signed; they carry HTTP Basic credentials.</summary>
internal sealed class PipedriveFormat() : WebhookFormat("pipedrive", SecretForm.Login)
{
    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        ApiKeyVerifier.VerifyBasic(request, source);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        if (root.Object("meta") is not { } meta || meta.Text("version") is not { } version || !version.StartsWith('2'))
            throw new MalformedDeliveryException("The body must have a 'meta' of version 2.0: register the webhook for that version.");
        var (action, entity) = (meta.Required("action"), meta.Required("entity"));
        var (id, stamp) = (meta.Required("entity_id"), meta.Required("timestamp"));
        var at = Time(stamp) ?? throw new MalformedDeliveryException("'timestamp' must be RFC 3339, or seconds since 1970.");
        var sourceId = EventIdentity.Of(meta.Required("id"), entity, id, stamp);
        if (meta.Text("merged_to_id") is { } winner && winner != id)
            delivery.Object(entity, id, RecordChange.Merged, at, sourceId, EventData.Of((SourceRecord.MergedInto, FieldValue.Of(winner))));
        else if (action is "delete" or "deleted")
            delivery.Object(entity, id, RecordChange.Removed, at, sourceId, EventData.Empty);
        else if (action is not ("create" or "change" or "merge"))
            delivery.Unmappable(
                entity, id, RecordChange.Gap, at, sourceId, EventData.Empty, $"'{action}' is not one of create, change and delete.");
        else if (root.Object("data") is { } data)
            delivery.Object(entity, id, RecordChange.Full, at, sourceId, new FieldBag().SetAll(data).Data);
        else
            delivery.Gap(entity, id, at, sourceId, "it came without data");
    }

    private static DateTimeOffset? Time(string text) =>
        text.Length == 10 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : TimestampParser.FromUnixMilliseconds(text) ?? TimestampParser.FromIso(text);
}
