using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// HubSpot v3: an array of notifications, which may be repeated and out of order. The source id describes the change and not the
/// delivery, because attemptNumber differs between attempts and eventId is not unique.
/// </summary>
internal sealed class HubSpotFormat() : WebhookFormat("hubspot", SecretForm.Text)
{
    // Generic subscriptions (object.*) use type ids. Custom objects keep theirs.
    private static readonly FrozenDictionary<string, string> ObjectTypes = new Dictionary<string, string>
    {
        ["0-1"] = "contact",
        ["0-2"] = "company",
        ["0-3"] = "deal",
        ["0-5"] = "ticket",
        ["0-7"] = "product",
        ["0-8"] = "line_item",
        ["0-14"] = "quote",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public override bool NeedsUrl => true;

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        HubSpotSignature.Verify(request, source, now);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        if (root.ValueKind != JsonValueKind.Array)
            throw new MalformedDeliveryException("The body must be an array of notifications.");
        delivery.Elements(root, json => new Notification(json).Read(delivery));
    }

    private static string Entity(string objectType) => ObjectTypes.GetValueOrDefault(objectType, objectType);

    private readonly struct Notification
    {
        private readonly JsonElement _json;
        private readonly string _type, _object, _action;
        private readonly DateTimeOffset _at;

        public Notification(JsonElement json)
        {
            if (json.ValueKind != JsonValueKind.Object)
                throw new MalformedDeliveryException("A notification must be an object.");
            _json = json;
            _type = json.Text("subscriptionType")
                ?? json.Text("eventType")
                ?? throw new MalformedDeliveryException("'subscriptionType' is missing.");
            var cut = _type.LastIndexOf('.');
            (_object, _action) = cut > 0 ? (_type[..cut], _type[(cut + 1)..]) : ("", _type);
            _at = TimestampParser.FromUnixMilliseconds(json.Text("occurredAt"))
                ?? throw new MalformedDeliveryException("'occurredAt' must be milliseconds since 1970.");
        }

        public void Read(DeliveryBuilder delivery)
        {
            switch (_action)
            {
                case "propertyChange":
                    Property(delivery);
                    break;
                // Carries no fields; they follow as property changes.
                case "creation":
                    Object(delivery, RecordChange.Partial);
                    break;
                case "deletion" or "privacyDeletion":
                    Object(delivery, RecordChange.Removed);
                    break;
                case "restore":
                    var restored = _json.Required("objectId");
                    delivery.Gap(EntityName, restored, _at, Id(restored), "it was restored, and HubSpot does not send its properties");
                    break;
                case "merge":
                    Merge(delivery);
                    break;
                case "associationChange":
                    Association(delivery);
                    break;
                default:
                    var id = _json.Text("objectId") ?? "";
                    var reason = $"'{_type}' is not a change of an object.";
                    delivery.Unmappable(EntityName, id, RecordChange.Partial, _at, Id(id, _json.Text("messageId")), Fields(), reason);
                    break;
            }
        }

        private string EntityName => _object == "object" ? Entity(_json.Required("objectTypeId")) : _object;

        private void Object(DeliveryBuilder delivery, RecordChange change)
        {
            var id = _json.Required("objectId");
            delivery.Object(EntityName, id, change, _at, Id(id), EventData.Empty);
        }

        private void Property(DeliveryBuilder delivery)
        {
            var (id, name, value) = (_json.Required("objectId"), _json.Required("propertyName"), _json.Text("propertyValue"));
            // An empty text means that the field was cleared.
            var fields = new FieldBag().Set(name, value is null ? FieldValue.Null : FieldValue.Of(value));
            delivery.Object(EntityName, id, RecordChange.Partial, _at, Id(id, name, EventIdentity.Hash(value ?? "")[..32]), fields.Data);
        }

        private void Merge(DeliveryBuilder delivery)
        {
            var (primary, made) = (_json.Required("primaryObjectId"), _json.Text("newObjectId"));
            var winner = made ?? primary;
            // If the merge created a new object, the primary one is merged into it like the others.
            var merged = _json.Array("mergedObjectIds").Select(i => i.Text()).OfType<string>().Append(primary);
            var fields = EventData.Of((SourceRecord.MergedInto, FieldValue.Of(winner)));
            foreach (var loser in merged.Distinct(StringComparer.Ordinal).Where(l => l != winner))
                delivery.Object(EntityName, loser, RecordChange.Merged, _at, Id(loser, winner), fields);
        }

        private void Association(DeliveryBuilder delivery)
        {
            var (from, to) = (_json.Required("fromObjectId"), _json.Required("toObjectId"));
            var (fromType, toType) = AssociatedTypes();
            var isRemoved = _json.Flag("associationRemoved") ?? false;
            // A deal may have several companies and belongs to the primary one. Without the flag, every association is primary.
            var isPrimary = _json.Flag("isPrimaryAssociation") ?? true;
            var field = $"association.{toType}{(isPrimary ? "" : ".secondary")}";
            // A move to another company is a removal and an addition at the same time, in any order. The addition must win.
            var at = isRemoved ? _at.AddTicks(-1) : _at;
            var fields = EventData.Of((field, isRemoved ? FieldValue.Null : FieldValue.Of(to)));
            delivery.Object(fromType, from, RecordChange.Partial, at, Id(from, to, field, isRemoved ? "removed" : "made"), fields);
        }

        private (string From, string To) AssociatedTypes()
        {
            if (_json.Text("fromObjectTypeId") is { } from && _json.Text("toObjectTypeId") is { } to)
                return (Entity(from), Entity(to));
            var ends = (_json.Text("associationType") ?? "").ToLowerInvariant().Split("_to_");
            return ends.Length == 2
                ? (ends[0], ends[1])
                : throw new MalformedDeliveryException("'associationType' must name both objects: DEAL_TO_COMPANY.");
        }

        private string Id(params ReadOnlySpan<string?> change)
        {
            var time = _at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var (portal, subscription) = (_json.Text("portalId"), _json.Text("subscriptionId"));
            return EventIdentity.Of([portal, subscription, _type, _json.Text("objectTypeId"), time, .. change]);
        }

        private EventData Fields() => new FieldBag().SetAll(_json).Data;
    }
}
