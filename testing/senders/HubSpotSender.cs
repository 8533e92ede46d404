using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Testing.Senders;

public sealed class HubSpotSender : Sender
{
    public override string Format => "hubspot";

    public override string Secret => "5d9b4cc1-47a5-4b0e-9d7d-client-secret";

    public override string OtherSecret => "0b1a8a66-8a46-4d0c-8f1b-client-secret";

    public override IReadOnlyList<string> Protected => ["X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp"];

    public override byte[] Change(int n, DateTimeOffset at) => Utf8(new[] { PropertyChange("deal", 4_000 + n, "amount", $"{n}00", at) });

    public override Sent Send(byte[] body, DateTimeOffset at, string secret) => Send(body, at, secret, "", Url);

    /// <param name="url">The address as HubSpot signs it, without the query.</param>
    public static Sent Send(byte[] body, DateTimeOffset at, string secret, string query, string url)
    {
        var timestamp = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes("POST" + url + query), .. body, .. Encoding.UTF8.GetBytes(timestamp)];
        return new(query,
        [
            ("Content-Type", "application/json"), ("X-HubSpot-Request-Timestamp", timestamp),
            ("X-HubSpot-Signature-v3", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))),
        ], body);
    }

    public static Dictionary<string, object?> Notification(string type, DateTimeOffset at, params (string Name, object? Value)[] more)
    {
        var json = new Dictionary<string, object?>
        {
            ["eventId"] = 100, ["subscriptionId"] = 7, ["portalId"] = 62515, ["appId"] = 54, ["occurredAt"] = at.ToUnixTimeMilliseconds(),
            ["subscriptionType"] = type, ["attemptNumber"] = 0,
        };
        foreach (var (name, value) in more)
            json[name] = value;
        return json;
    }

    public static Dictionary<string, object?> PropertyChange(string entity, long id, string property, string value, DateTimeOffset at) =>
        Notification($"{entity}.propertyChange", at, ("objectId", id), ("propertyName", property), ("propertyValue", value),
            ("changeSource", "CRM_UI"));

    public static Dictionary<string, object?> Association(string type, long from, long to, bool isRemoved, DateTimeOffset at,
        bool? isPrimary = null) =>
        Notification("deal.associationChange", at, ("associationType", type), ("fromObjectId", from), ("toObjectId", to),
            ("associationRemoved", isRemoved), ("isPrimaryAssociation", isPrimary));

    public static byte[] Body(params Dictionary<string, object?>[] notifications) => Utf8(notifications);
}
