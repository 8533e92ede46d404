using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>Dynamics 365 and Dataverse: a RemoteExecutionContext for each step that is registered. Nothing is signed; a key comes in a header or in the query.</summary>
internal sealed class DynamicsFormat() : WebhookFormat("dynamics", SecretForm.Key)
{
    /// <summary>Says that the parameters were dropped, since the message was larger than 256 KB.</summary>
    internal const string SizeExceededHeader = "x-ms-dynamics-msg-size-exceeded";

    private static readonly string NoId = Guid.Empty.ToString();

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) => ApiKeyVerifier.Verify(request, source, "code");

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new MalformedDeliveryException("The body must be a RemoteExecutionContext.");
        var (message, entity) = (root.Required("MessageName"), root.Required("PrimaryEntityName"));
        var target = Parameter(root, "Target");
        var id = Given(root.Text("PrimaryEntityId")) ?? Given(target?.Text("Id")) ?? throw new MalformedDeliveryException("'PrimaryEntityId' is missing.");
        var at = TimestampParser.FromDotNetDate(root.Text("OperationCreatedOn")) ?? TimestampParser.FromIso(root.Text("OperationCreatedOn")) ?? throw new MalformedDeliveryException("'OperationCreatedOn' must be a time, /Date(…)/.");
        var sourceId = EventIdentity.Of(Operation(root), entity, id, message);
        var isCut = request.Headers[SizeExceededHeader].ToString() is { Length: > 0 } cut && !cut.Equals("false", StringComparison.OrdinalIgnoreCase);
        switch (message)
        {
            case "Delete":
                delivery.Object(entity, id, RecordChange.Removed, at, sourceId, EventData.Empty);
                break;
            case "Create" or "Update" when isCut:
                delivery.Gap(entity, id, at, sourceId, "the message was larger than 256 KB, and Dynamics dropped its parameters");
                break;
            case "Create" or "Update":
                var (fields, isWhole) = Fields(root, target);
                delivery.Object(entity, id, isWhole || message == "Create" ? RecordChange.Full : RecordChange.Partial, at, sourceId, fields);
                break;
            case "Merge" when Given(Subordinate(root)) is { } loser:
                delivery.Object(entity, loser, RecordChange.Merged, at, EventIdentity.Of(Operation(root), entity, loser, message), EventData.Of((SourceRecord.MergedInto, FieldValue.Of(id))));
                break;
            default:
                delivery.Unmappable(entity, id, RecordChange.Gap, at, sourceId, EventData.Empty, $"'{message}' is none of Create, Update, Delete and Merge: remove its step from the registration.");
                break;
        }
    }

    // A synchronous step has no operation of its own: without what tells its requests apart, all but the first change of a record would pass for repeats.
    private static string Operation(JsonElement root) =>
        Given(root.Text("OperationId")) ?? EventIdentity.Of(root.Text("CorrelationId"), root.Text("RequestId"), root.Text("OperationCreatedOn"));

    private static string? Given(string? id) => id == NoId ? null : id;

    private static string? Subordinate(JsonElement root) =>
        root.Array("InputParameters").FirstOrDefault(p => p.Text("key") == "SubordinateId") is { ValueKind: JsonValueKind.Object } parameter ? parameter.Text("value") : null;

    private static JsonElement? Parameter(JsonElement root, string key) =>
        root.Array("InputParameters").FirstOrDefault(p => p.Text("key") == key) is { ValueKind: JsonValueKind.Object } parameter ? parameter.Object("value") : null;

    // The image after the operation holds the whole record; what the operation set stands in it too.
    private static (EventData Fields, bool IsWhole) Fields(JsonElement root, JsonElement? target)
    {
        var (fields, isWhole) = (new FieldBag(), false);
        if (target is { } changed)
            Attributes(changed, fields);
        foreach (var image in root.Array("PostEntityImages"))
        {
            if (image.Object("value") is not { } entity)
                continue;
            Attributes(entity, fields);
            isWhole = true;
        }
        return (fields.Data, isWhole);
    }

    private static void Attributes(JsonElement entity, FieldBag fields)
    {
        foreach (var attribute in entity.Array("Attributes"))
        {
            if (attribute.Text("key") is { } name)
                Set(fields, name, attribute.Member("value") ?? default);
        }
    }

    private static void Set(FieldBag fields, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && TimestampParser.FromDotNetDate(UntrustedJson.String(value)) is { } time)
            fields.Set(name, FieldValue.Of(time));
        else if (value.ValueKind != JsonValueKind.Object)
            fields.Set(name, FieldBag.Value(value));
        else if (value.Text("LogicalName") is { } entity && value.Text("Id") is { } id)
            fields.Set($"{name}.Id", FieldValue.Of(id)).Set($"{name}.LogicalName", FieldValue.Of(entity)).Set($"{name}.Name", value.Text("Name") is { } called ? FieldValue.Of(called) : FieldValue.Null);
        // An OptionSetValue, a Money or an aliased value is its value.
        else if (value.Member("Value") is { } inner)
            fields.Set(name, inner.ValueKind == JsonValueKind.String && TimestampParser.FromDotNetDate(UntrustedJson.String(inner)) is { } then ? FieldValue.Of(then) : FieldBag.Value(inner));
        else
            fields.Set(name, value);
    }
}
