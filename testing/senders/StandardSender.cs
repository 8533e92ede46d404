using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Testing.Senders;

public sealed class StandardSender : Sender
{
    public override string Format => "standard";

    public override string Secret => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    public override string OtherSecret => "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    public override IReadOnlyList<string> Protected => ["webhook-id", "webhook-timestamp", "webhook-signature"];

    public override byte[] Change(int n, DateTimeOffset at) => Utf8(new
    {
        kind = "opportunity", territory = "56088", entity = $"O-{n}", occurredAt = at.ToString("O", CultureInfo.InvariantCulture),
        data = new { name = $"Opportunity {n}", amount = n * 100 },
    });

    /// <summary>The id comes of the body, so that the same message sent again has it again.</summary>
    public override Sent Send(byte[] body, DateTimeOffset at, string secret) =>
        Send(body, at, "msg_" + Convert.ToHexStringLower(SHA256.HashData(body))[..24], secret);

    public static Sent Send(byte[] body, DateTimeOffset at, string id, params string[] secrets)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signatures = secrets.Select(
            s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(s["whsec_".Length..]), signed)));
        return new("", [("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", timestamp),
            ("webhook-signature", string.Join(' ', signatures))], body);
    }
}
