using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Sources.Webhooks.Verification;

/// <summary>
/// Verifies Standard Webhooks 1.0.0 signatures of version <c>v1</c>: HMAC-SHA256 over <c>id.timestamp.body</c>. Signatures
/// of version <c>v1a</c> (ed25519) are ignored, because .NET has no ed25519.
/// </summary>
internal static class StandardSignature
{
    public const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";

    // A sender signs with each of its active secrets, which are few.
    private const int MaxSignatures = 16;

    public static bool IsSigned(IHeaderDictionary headers) => headers.ContainsKey(SignatureHeader);

    public static VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now)
    {
        var (id, timestamp) = (request.Headers[IdHeader].ToString(), request.Headers[TimestampHeader].ToString());
        // A dot in the id would allow shifting bytes between id, timestamp and body under the same signature.
        if (id.Length is 0 or > 256 || id.Contains('.', StringComparison.Ordinal))
            return VerificationResult.Unsigned;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return VerificationResult.Unsigned;
        var signatures = request.Headers[SignatureHeader].ToString().Split(' ', MaxSignatures + 1, StringSplitOptions.RemoveEmptyEntries);
        if (signatures.Length > MaxSignatures || !signatures.Any(s => s.StartsWith("v1,", StringComparison.Ordinal)))
            return VerificationResult.Unsigned;
        if (!TimestampWindow.Contains(TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue * 100L)), now, source.Window))
            return VerificationResult.Stale;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. request.Body.Span];
        var isValid = false;
        foreach (var secret in source.Secrets)
        {
            if (secret.SigningKey is not { } key)
                continue;
            var expected = Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            // Compares all signatures, so that the time does not depend on which one matches.
            foreach (var signature in signatures)
                isValid |= CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
        }
        return isValid ? VerificationResult.Valid : VerificationResult.InvalidSignature;
    }
}
