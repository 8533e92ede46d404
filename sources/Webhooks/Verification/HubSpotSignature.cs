using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Sources.Webhooks.Verification;

/// <summary>HubSpot's signature v3: HMAC-SHA256 over method, address, body and timestamp under the app's client secret.</summary>
internal static class HubSpotSignature
{
    public const string SignatureHeader = "X-HubSpot-Signature-v3", TimestampHeader = "X-HubSpot-Request-Timestamp";

    // HubSpot decodes these before it signs, and nothing else: %20 and %25 stay as they are.
    private static readonly (string Escaped, string Plain)[] Decoded =
        [("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"), ("%27", "'"), ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";")];

    public static Verdict Verify(WebhookRequest request, WebhookSource source, DateTimeOffset now)
    {
        var (given, timestamp) = (request.Headers[SignatureHeader].ToString(), request.Headers[TimestampHeader].ToString());
        if (given.Length == 0 || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return Verdict.Unsigned;
        if (!Windows.Holds(TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue * 100_000L)), now, source.Window))
            return Verdict.Stale;
        byte[] signed = [.. Encoding.UTF8.GetBytes(request.Method + SignedUrl(request, source)), .. request.Body.Span, .. Encoding.UTF8.GetBytes(timestamp)];
        var (isGenuine, presented) = (false, Encoding.UTF8.GetBytes(given));
        foreach (var secret in source.Secrets)
        {
            if (secret.SigningKey is { } key)
                isGenuine |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(key, signed))), presented);
        }
        return isGenuine ? Verdict.Genuine : Verdict.Forged;
    }

    /// <summary>The address as HubSpot signs it: the registered one, with the query that came.</summary>
    internal static string SignedUrl(WebhookRequest request, WebhookSource source)
    {
        var url = (source.Url ?? request.Url) is var address && address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var cut ? address[..cut] : address;
        url += request.QueryString;
        foreach (var (escaped, plain) in Decoded)
            url = url.Replace(escaped, plain, StringComparison.OrdinalIgnoreCase);
        return url;
    }
}
