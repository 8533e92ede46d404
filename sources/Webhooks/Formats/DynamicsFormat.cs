using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks.Decoding;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks.Formats;

/// <summary>
/// Dynamics 365 and Dataverse: a RemoteExecutionContext per registered step. Deliveries are not signed; they carry an API key in
/// a header or in the query.
/// </summary>
internal sealed class DynamicsFormat() : WebhookFormat("dynamics", SecretForm.Key)
{
    /// <summary>Tells that Dynamics dropped the parameters because the message exceeded 256 KB.</summary>
    internal const string SizeExceededHeader = "x-ms-dynamics-msg-size-exceeded";

    private static readonly string NoId = Guid.Empty.ToString();

    public override VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now) =>
        ApiKeyVerifier.Verify(request, source, "code");

    private protected override void Read(JsonElement root, WebhookRequest request, DeliveryBuilder delivery)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new MalformedDeliveryException("The body must be a RemoteExecutionContext.");
        var (message, entity) = (root.Required("MessageName"), root.Required("PrimaryEntityName"));
        var target = Parameter(root, "Target");
        var id = NotEmpty(root.Text("PrimaryEntityId"))
            ?? NotEmpty(target?.Text("Id"))
            ?? throw new MalformedDeliveryException("'PrimaryEntityId' is missing.");
        var at = TimestampParser.FromDotNetDate(root.Text("OperationCreatedOn"))
            ?? TimestampParser.FromIso(root.Text("OperationCreatedOn"))
            ?? throw new MalformedDeliveryException("'OperationCreatedOn' must be a time, /Date(…)/.");
        var sourceId = EventIdentity.Of(Operation(root), entity, id, message);
        var exceeded = request.Headers[SizeExceededHeader].ToString();
        var isCut = exceeded.Length > 0 && !exceeded.Equals("false", StringComparison.OrdinalIgnoreCase);
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
                delivery.Object(entity, id, isWhole || message == "Create"
                    ? RecordChange.Full
                    : RecordChange.Partial, at, sourceId, fields);
                break;
            case "Merge" when NotEmpty(Subordinate(root)) is { } loser:
                var mergeId = EventIdentity.Of(Operation(root), entity, loser, message);
                var mergedInto = EventData.Of((SourceRecord.MergedInto, FieldValue.Of(id)));
                delivery.Object(entity, loser, RecordChange.Merged, at, mergeId, mergedInto);
                break;
            default:
                var reason = $"'{message}' is not one of Create, Update, Delete and Merge: remove its step from the registration.";
                delivery.Unmappable(entity, id, RecordChange.Gap, at, sourceId, EventData.Empty, reason);
                break;
        }
    }

    // Synchronous steps have no operation id. Without another id, all changes of a record after the first would look like repeats.
    private static string Operation(JsonElement root) =>
        NotEmpty(root.Text("OperationId"))
        ?? EventIdentity.Of(root.Text("CorrelationId"), root.Text("RequestId"), root.Text("OperationCreatedOn"));

    private static string? NotEmpty(string? id) => id == NoId ? null : id;

    private static string? Subordinate(JsonElement root) => InputParameter(root, "SubordinateId")?.Text("value");

    private static JsonElement? Parameter(JsonElement root, string key) => InputParameter(root, key)?.Object("value");

    private static JsonElement? InputParameter(JsonElement root, string key) =>
        root.Array("InputParameters").FirstOrDefault(p => p.Text("key") == key) is { ValueKind: JsonValueKind.Object } parameter
            ? parameter
            : null;

    // The image after the operation has the whole record, including the fields that the operation set.
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
        if (value.ValueKind != JsonValueKind.Object)
            fields.Set(name, Simple(value));
        else if (value.Text("LogicalName") is { } entity && value.Text("Id") is { } id)
            fields.Set($"{name}.Id", FieldValue.Of(id))
                .Set($"{name}.LogicalName", FieldValue.Of(entity))
                .Set($"{name}.Name", value.Text("Name") is { } text ? FieldValue.Of(text) : FieldValue.Null);
        // OptionSetValue, Money and aliased values wrap a simple value.
        else if (value.Member("Value") is { } inner)
            fields.Set(name, Simple(inner));
        else
            fields.Set(name, value);
    }

    private static FieldValue Simple(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && TimestampParser.FromDotNetDate(value.GetString()) is { } time
            ? FieldValue.Of(time)
            : FieldBag.Value(value);
}
