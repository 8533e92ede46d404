using System.Collections.Frozen;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// Salesforce's change data capture, relayed over HTTP: one event or an array, as the Pub/Sub API's JSON
/// (<c>{schema, payload, event}</c>), CometD's (<c>{data, channel}</c>) or an event bus' (<c>{detail}</c>).
/// </summary>
internal sealed class SalesforceFormat() : WebhookFormat("salesforce", SecretForm.Key, SecretForm.Standard)
{
    private const string Header = "ChangeEventHeader";

    /// <summary>The field that names the fields of which the event holds a diff, and not the value.</summary>
    internal const string DiffFields = "_diffFields";

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) => VerifySignatureOrKey(request, source, now);

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var json in root.EnumerateArray())
                Event(json, delivery);
        }
        else
        {
            Event(root, delivery);
        }
    }

    private static void Event(JsonElement json, DeliveryBuilder delivery)
    {
        var payload = json.Object("payload") ?? json.Object("data")?.Object("payload") ?? json.Object("detail")?.Object("payload") ?? json;
        if (payload.Object(Header) is not { } header)
            throw new MalformedDeliveryException($"A change event must have a payload with a {Header}.");
        var (entity, type) = (header.Required("entityName"), header.Required("changeType"));
        var at = TimestampParser.FromUnixMilliseconds(header.Text("commitTimestamp")) ?? throw new MalformedDeliveryException("'commitTimestamp' must be milliseconds since 1970.");
        var ids = header.Array("recordIds").Select(i => i.Text()).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var (transaction, sequence) = (header.Required("transactionKey"), header.Text("sequenceNumber"));
        foreach (var id in ids)
        {
            var sourceId = EventIdentity.Of(transaction, sequence, entity, id);
            // A gap that names no single record, as an overflow never does, concerns more than can be marked.
            if (type == "GAP_OVERFLOW" || (type.StartsWith("GAP_", StringComparison.Ordinal) && id.Contains('*', StringComparison.Ordinal)))
                delivery.Unmappable(
                    entity, "", RecordChange.Gap, at, sourceId, new FieldBag().Set(Header, header).Data,
                    $"Salesforce dropped changes of {entity} in transaction {transaction} and does not say of which records ({type}): read {entity} anew as of {at:u}.");
            else if (Change(type) is RecordChange.Gap)
                delivery.Gap(entity, id, at, sourceId, $"Salesforce does not send what changed ({type})");
            else if (Change(type) is { } change)
                delivery.Object(entity, id, change, at, sourceId, change is RecordChange.Full or RecordChange.Partial ? Fields(payload, header, change) : EventData.Empty);
            else
                delivery.Unmappable(entity, id, RecordChange.Gap, at, sourceId, new FieldBag().Set(Header, header).Data, $"'{type}' is no change that we know.");
        }
        if (ids.Count == 0)
            throw new MalformedDeliveryException("'recordIds' names no record.");
    }

    private static RecordChange? Change(string type) => type switch
    {
        "CREATE" or "UNDELETE" => RecordChange.Full,
        "UPDATE" => RecordChange.Partial,
        "DELETE" => RecordChange.Removed,
        _ when type.StartsWith("GAP_", StringComparison.Ordinal) => RecordChange.Gap,
        _ => null,
    };

    // Where the header lists what changed, a null is a gap in the schema unless it is listed; where it lists nothing, only
    // what changed is sent, and a null is one.
    private static EventData Fields(JsonElement payload, JsonElement header, RecordChange change)
    {
        var (nulled, diffs) = (Names(header, "nulledFields"), Names(header, "diffFields"));
        var changed = Names(header, "changedFields");
        var listsChanges = nulled is not null || changed is not null;
        var sent = new FieldBag();
        foreach (var property in payload.EnumerateObject())
        {
            if (!property.NameEquals(Header))
                sent.Set(UntrustedJson.Name(property), property.Value);
        }
        var fields = new FieldBag();
        foreach (var (name, value) in sent.Data.Fields)
        {
            if (diffs?.Contains(name) != true && (!value.IsNull || change == RecordChange.Full || !listsChanges || changed?.Contains(name) == true))
                fields.Set(name, value);
        }
        foreach (var name in nulled ?? [])
            fields.Set(name, FieldValue.Null);
        if (diffs is { Count: > 0 })
            fields.Set(DiffFields, FieldValue.Of(string.Join(' ', diffs.Order(StringComparer.Ordinal))));
        return fields.Data;
    }

    // Relays spell nulledFields in more than one way.
    private static FrozenSet<string>? Names(JsonElement header, string list)
    {
        foreach (var property in header.EnumerateObject())
        {
            if (UntrustedJson.Name(property).Equals(list, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind == JsonValueKind.Array)
                return property.Value.EnumerateArray().Select(n => n.Text()).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        }
        return null;
    }
}
