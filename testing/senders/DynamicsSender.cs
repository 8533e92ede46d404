using System.Globalization;

namespace OneLead.Testing.Senders;

public sealed class DynamicsSender : Sender
{
    private const string Contracts = ":http://schemas.microsoft.com/xrm/2011/Contracts";

    public override string Format => "dynamics";

    public override string Secret => "dyn-7e57c0de7e57c0de7e57c0de7e57c0de";

    public override string OtherSecret => "dyn-11111111111111112222222222222222";

    public override IReadOnlyList<string> Protected => ["X-Api-Key"];

    public override bool Signs => false;

    public override byte[] Change(int n, DateTimeOffset at) =>
        Body("Update", "opportunity", Id(n), at, Id(900_000 + n), [("estimatedvalue", Money(n * 100m))]);

    public override Sent Send(byte[] body, DateTimeOffset at, string secret) =>
        new("", [("Content-Type", "application/json"), ("X-Api-Key", secret), ("x-ms-dynamics-organization", "org.crm4.dynamics.com"),
            ("x-ms-dynamics-entity-name", "opportunity")], body);

    /// <summary>The key as Dataverse's WebhookKey sends it.</summary>
    public static Sent SendByCode(byte[] body, string secret, string parameter = "code") =>
        new($"?{parameter}={Uri.EscapeDataString(secret)}", [("Content-Type", "application/json")], body);

    public static string Id(int n) => $"00000000-0000-4000-8000-{n.ToString("D12", CultureInfo.InvariantCulture)}";

    public static string Date(DateTimeOffset at, string offset = "+0000") => $"/Date({at.ToUnixTimeMilliseconds()}{offset})/";

    public static object Money(decimal value) => Typed("Money", ("Value", value));

    public static object Option(int value) => Typed("OptionSetValue", ("Value", value));

    public static object Reference(string entity, string id, string? name) =>
        Typed("EntityReference", ("Id", id), ("KeyAttributes", Array.Empty<object>()), ("LogicalName", entity),
            ("Name", name), ("RowVersion", null));

    public static object Entity(string entity, string id, params (string Key, object? Value)[] attributes) => Typed(
        "Entity", ("Attributes", attributes.Select(a => new { key = a.Key, value = a.Value }).ToArray()), ("EntityState", null),
        ("FormattedValues", Array.Empty<object>()), ("Id", id), ("LogicalName", entity));

    public static byte[] Body(string message, string entity, string id, DateTimeOffset at,
        string operation, (string Key, object? Value)[]? target = null, (string Key, object? Value)[]? postImage = null) => Utf8(new
        {
            BusinessUnitId = Id(1), CorrelationId = Id(2), Depth = 1, InitiatingUserId = Id(3),
            IsInTransaction = false, MessageName = message,
            InputParameters = target is null
                ? (object[])[]
                : [new { key = "Target", value = message == "Delete" ? Reference(entity, id, null) : Entity(entity, id, target) }],
            OperationCreatedOn = Date(at), OperationId = operation, OrganizationName = "org", OutputParameters = Array.Empty<object>(),
            PostEntityImages = postImage is null ? (object[])[] : [new { key = "PostImage", value = Entity(entity, id, postImage) }],
            PreEntityImages = Array.Empty<object>(), PrimaryEntityId = id, PrimaryEntityName = entity, RequestId = Id(4), Stage = 40,
        });

    private static Dictionary<string, object?> Typed(string type, params (string Name, object? Value)[] members)
    {
        var json = new Dictionary<string, object?> { ["__type"] = type + Contracts };
        foreach (var (name, value) in members)
            json[name] = value;
        return json;
    }
}
