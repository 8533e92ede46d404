using System.Collections.Frozen;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// Salesforce change data capture relayed over HTTP: one event or an array, in the JSON of the Pub/Sub API
/// (<c>{schema, payload, event}</c>), of CometD (<c>{data, channel}</c>), or of an event bus (<c>{detail}</c>).
/// </summary>
internal sealed class SalesforceFormat() : WebhookFormat("salesforce", SecretForm.Key, SecretForm.Standard)
{
    private const string Header = "ChangeEventHeader";

    /// <summary>The field that lists the fields for which the event has a diff instead of a value.</summary>
    internal const string DiffFields = "_diffFields";

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        VerifySignatureOrKey(request, source, now);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        if (root.ValueKind == JsonValueKind.Array)
            delivery.Elements(root, json => Event(json, delivery));
        else
            Event(root, delivery);
    }

    private static void Event(JsonElement json, DeliveryBuilder delivery)
    {
        var payload = json.Object("payload")
            ?? json.Object("data")?.Object("payload")
            ?? json.Object("detail")?.Object("payload")
            ?? json;
        if (payload.Object(Header) is not { } header)
            throw new MalformedDeliveryException($"A change event must have a payload with a {Header}.");
        var (entity, type) = (header.Required("entityName"), header.Required("changeType"));
        var at = TimestampParser.FromUnixMilliseconds(header.Text("commitTimestamp"))
            ?? throw new MalformedDeliveryException("'commitTimestamp' must be milliseconds since 1970.");
        var ids = header.Array("recordIds").Select(i => i.Text()).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var (transaction, sequence) = (header.Required("transactionKey"), header.Text("sequenceNumber"));
        foreach (var id in ids)
        {
            var sourceId = EventIdentity.Of(transaction, sequence, entity, id);
            // An overflow, or a gap with a wildcard id, affects an unknown set of records that cannot be marked as stale.
            if (type == "GAP_OVERFLOW" || (type.StartsWith("GAP_", StringComparison.Ordinal) && id.Contains('*', StringComparison.Ordinal)))
                Unmappable("", sourceId, Overflow(entity, transaction, type, at));
            else if (Change(type) is RecordChange.Gap)
                delivery.Gap(entity, id, at, sourceId, $"Salesforce does not send what changed ({type})");
            else if (Change(type) is { } change)
                delivery.Object(entity, id, change, at, sourceId, FieldsOf(payload, header, change));
            else
                Unmappable(id, sourceId, $"'{type}' is not a known change type.");
        }
        if (ids.Count == 0)
            throw new MalformedDeliveryException("'recordIds' is empty.");

        void Unmappable(string id, string sourceId, string reason) => delivery.Unmappable(
            entity, id, RecordChange.Gap, at, sourceId, new FieldBag().Set(Header, header).Data, reason);
    }

    private static string Overflow(string entity, string transaction, string type, DateTimeOffset at) =>
        $"Salesforce dropped changes of {entity} in transaction {transaction} and does not name the records ({type}): "
        + $"import {entity} as of {at:u}.";

    private static EventData FieldsOf(JsonElement payload, JsonElement header, RecordChange change) =>
        change is RecordChange.Full or RecordChange.Partial ? Fields(payload, header, change) : EventData.Empty;

    private static RecordChange? Change(string type) => type switch
    {
        "CREATE" or "UNDELETE" => RecordChange.Full,
        "UPDATE" => RecordChange.Partial,
        "DELETE" => RecordChange.Removed,
        _ when type.StartsWith("GAP_", StringComparison.Ordinal) => RecordChange.Gap,
        _ => null,
    };

    // If the header lists changes, a null that is not listed only fills the schema. If it lists none, only changes are sent, and
    // a null is a change.
    private static EventData Fields(JsonElement payload, JsonElement header, RecordChange change)
    {
        var (nulled, diffs) = (Names(header, "nulledFields"), Names(header, "diffFields"));
        var changed = Names(header, "changedFields");
        var listsChanges = nulled is not null || changed is not null;
        var sent = new FieldBag();
        foreach (var property in payload.EnumerateObject())
        {
            if (!property.NameEquals(Header))
                sent.Set(property.Name, property.Value);
        }
        var fields = new FieldBag();
        foreach (var (name, value) in sent.Data.Fields)
        {
            var isChange = !value.IsNull || change == RecordChange.Full || !listsChanges || changed?.Contains(name) == true;
            if (isChange && diffs?.Contains(name) != true)
                fields.Set(name, value);
        }
        foreach (var name in nulled ?? [])
            fields.Set(name, FieldValue.Null);
        if (diffs is { Count: > 0 })
            fields.Set(DiffFields, FieldValue.Of(string.Join(' ', diffs.Order(StringComparer.Ordinal))));
        return fields.Data;
    }

    // Relays change the case of nulledFields.
    private static FrozenSet<string>? Names(JsonElement header, string list)
    {
        foreach (var property in header.EnumerateObject())
        {
            var isList = property.Value.ValueKind == JsonValueKind.Array;
            if (isList && property.Name.Equals(list, StringComparison.OrdinalIgnoreCase))
                return property.Value.EnumerateArray().Select(n => n.Text()).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        }
        return null;
    }
}
