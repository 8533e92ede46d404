using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Sources.Webhooks.Verification;

/// <summary>Verifies HubSpot signatures v3: HMAC-SHA256 over method, URL, body and timestamp, with the app's client secret.</summary>
internal static class HubSpotSignature
{
    public const string SignatureHeader = "X-HubSpot-Signature-v3", TimestampHeader = "X-HubSpot-Request-Timestamp";

    // HubSpot decodes exactly these before it signs; %20 and %25, for example, stay encoded.
    private static readonly (string Escaped, string Plain)[] Decoded =
    [
        ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"), ("%28", "("), ("%29", ")"),
        ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
    ];

    public static VerificationResult Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now)
    {
        var (given, timestamp) = (request.Headers[SignatureHeader].ToString(), request.Headers[TimestampHeader].ToString());
        if (given.Length == 0 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return VerificationResult.Unsigned;
        if (!TimestampWindow.Contains(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue * 100_000L)), now, source.Window))
            return VerificationResult.Stale;
        byte[] signed =
        [
            .. Encoding.UTF8.GetBytes(request.Method + SignedUrl(request, source)),
            .. request.Body.Span,
            .. Encoding.UTF8.GetBytes(timestamp),
        ];
        var (isValid, presented) = (false, Encoding.UTF8.GetBytes(given));
        foreach (var secret in source.Secrets)
        {
            if (secret.SigningKey is not { } key)
                continue;
            var expected = Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
            isValid |= CryptographicOperations.FixedTimeEquals(expected, presented);
        }
        return isValid ? VerificationResult.Valid : VerificationResult.InvalidSignature;
    }

    /// <summary>The URL that HubSpot signs: the registered one with the query of the request.</summary>
    internal static string SignedUrl(WebhookRequest request, WebhookSource source)
    {
        var address = source.Url ?? request.Url;
        var cut = address.IndexOf('?', StringComparison.Ordinal);
        var url = (cut >= 0 ? address[..cut] : address) + request.QueryString;
        foreach (var (escaped, plain) in Decoded)
            url = url.Replace(escaped, plain, StringComparison.OrdinalIgnoreCase);
        return url;
    }
}
