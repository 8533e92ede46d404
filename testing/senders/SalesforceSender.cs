using System.Globalization;

namespace OneLead.Testing.Senders;

public sealed class SalesforceSender : Sender
{
    public override string Format => "salesforce";

    public override string Secret => "sf-0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    public override string OtherSecret => "sf-ffffffffffffffff0000000000000000";

    public override IReadOnlyList<string> Protected => ["X-Api-Key"];

    public override bool Signs => false;

    public override byte[] Change(int n, DateTimeOffset at) =>
        Body(Header("Opportunity", "UPDATE", at, [$"006xx{n:D13}"], n), ("Amount", n * 100));

    public override Sent Send(byte[] body, DateTimeOffset at, string secret) =>
        new("", [("Content-Type", "application/json"), ("X-Api-Key", secret)], body);

    public static Dictionary<string, object?> Header(string entity, string change, DateTimeOffset at, string[] ids, int transaction = 1,
        params (string Name, string[] Fields)[] lists)
    {
        var header = new Dictionary<string, object?>
        {
            ["entityName"] = entity, ["recordIds"] = ids, ["changeType"] = change, ["changeOrigin"] = "com/salesforce/api/rest/60.0",
            ["transactionKey"] = $"0002343d-9d90-e395-ed20-{transaction.ToString("D12", CultureInfo.InvariantCulture)}",
            ["sequenceNumber"] = 1, ["commitTimestamp"] = at.ToUnixTimeMilliseconds(),
        };
        foreach (var (name, fields) in lists)
            header[name] = fields;
        return header;
    }

    public static Dictionary<string, object?> Payload(Dictionary<string, object?> header, params (string Name, object? Value)[] fields)
    {
        var payload = new Dictionary<string, object?> { ["ChangeEventHeader"] = header };
        foreach (var (name, value) in fields)
            payload[name] = value;
        return payload;
    }

    public static byte[] Body(Dictionary<string, object?> header, params (string Name, object? Value)[] fields) =>
        Utf8(new { schema = "IeRuaY6cbI_HsV8Rv1Mc5g", payload = Payload(header, fields), @event = new { replayId = 6 } });

    public static byte[] CometD(Dictionary<string, object?> header, params (string Name, object? Value)[] fields) =>
        Utf8(new
        {
            data = new { schema = "IeRuaY6cbI_HsV8Rv1Mc5g", payload = Payload(header, fields), @event = new { replayId = 6 } },
            channel = "/data/ChangeEvents",
        });
}
