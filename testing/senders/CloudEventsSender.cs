namespace OneLead.Testing.Senders;

public sealed class CloudEventsSender : Sender
{
    public override string Format => "cloudevents";

    public override string Secret => "ce-00112233445566778899aabbccddeeff";

    public override string OtherSecret => "ce-ffeeddccbbaa99887766554433221100";

    public override IReadOnlyList<string> Protected => ["Authorization"];

    public override bool Signs => false;

    public override byte[] Change(int n, DateTimeOffset at) =>
        Utf8(Event($"e-{n}", "com.example.deal.updated", at, new { amount = n * 100 }, $"d-{n}"));

    public override Sent Send(byte[] body, DateTimeOffset at, string secret) =>
        Structured(body, secret, "application/cloudevents+json; charset=utf-8");

    public static Sent Structured(byte[] body, string secret, string type) =>
        new("", [("Content-Type", type), ("Authorization", "Bearer " + secret)], body);

    public static Sent Binary(byte[] body, string secret, params (string Name, string Value)[] attributes) =>
        new("", [("Content-Type", "application/json"), ("Authorization", "Bearer " + secret),
            .. attributes.Select(a => ("ce-" + a.Name, a.Value))], body);

    public static byte[] Batch(params object[] events) => Utf8(events);

    public static byte[] One(object json) => Utf8(json);

    public static Dictionary<string, object?> Event(string id, string type, DateTimeOffset at, object? data, string? subject = null)
    {
        var json = new Dictionary<string, object?>
        {
            ["specversion"] = "1.0", ["id"] = id, ["source"] = "/crm/eu", ["type"] = type, ["time"] = at.ToString("O",
                System.Globalization.CultureInfo.InvariantCulture), ["datacontenttype"] = "application/json", ["data"] = data,
        };
        if (subject is not null)
            json["subject"] = subject;
        return json;
    }
}
