using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Sources.Webhooks.Verification;

/// <summary>
/// Standard Webhooks 1.0.0: <c>v1</c>, HMAC-SHA256 of <c>id.timestamp.body</c>. A <c>v1a</c> signature (ed25519) is passed
/// over: .NET has no ed25519 of its own, and we write no cryptography. A sender that signs in both ways is verified by v1.
/// </summary>
internal static class StandardSignature
{
    public const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";

    // A sender signs with each of its active secrets: a few, never hundreds.
    private const int MaxSignatures = 16;

    public static bool IsSigned(IHeaderDictionary headers) => headers.ContainsKey(SignatureHeader);

    public static Verdict Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now)
    {
        var (id, timestamp, given) = (request.Headers[IdHeader].ToString(), request.Headers[TimestampHeader].ToString(), request.Headers[SignatureHeader].ToString());
        // A dot in the id would let the borders between id, timestamp and body be moved under one signature.
        if (id.Length is 0 or > 256 || id.Contains('.', StringComparison.Ordinal) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return Verdict.Unsigned;
        var signatures = given.Split(' ', MaxSignatures + 1, StringSplitOptions.RemoveEmptyEntries);
        if (signatures.Length > MaxSignatures || !signatures.Any(s => s.StartsWith("v1,", StringComparison.Ordinal)))
            return Verdict.Unsigned;
        if (!Windows.Holds(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue * 100L)), now, source.Window))
            return Verdict.Stale;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body.Span];
        var isGenuine = false;
        foreach (var secret in source.Secrets)
        {
            if (secret.SigningKey is not { } key)
                continue;
            var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            foreach (var signature in signatures)
                isGenuine |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }
        return isGenuine ? Verdict.Genuine : Verdict.Forged;
    }
}
