using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OneLead.Sources.Webhooks.Verification;

/// <summary>
/// Verifies API keys. Only their SHA-256 is stored: keys are long and random, so a slow password hash would add no protection.
/// </summary>
internal static class ApiKeyVerifier
{
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer ", Basic = "Basic ";

    /// <summary>
    /// Accepts a key in <c>Authorization: Bearer</c>, in <c>X-Api-Key</c>, in the source's own header or query parameter, or in
    /// one of the given query parameters.
    /// </summary>
    public static VerificationResult Verify(WebhookRequest request, WebhookSource source, params ReadOnlySpan<string> parameters)
    {
        var presented = new List<string>();
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            presented.Add(authorization[Bearer.Length..]);
        presented.Add(request.Headers[KeyHeader].ToString());
        var query = QueryHelpers.ParseQuery(request.QueryString);
        foreach (var parameter in parameters)
            presented.Add(query.GetValueOrDefault(parameter).ToString());
        if (source.Key is { } name)
            presented.AddRange([request.Headers[name].ToString(), query.GetValueOrDefault(name).ToString()]);
        return Compare(source, presented.Where(p => p.Length > 0).Select(Encoding.UTF8.GetBytes));
    }

    /// <summary>Accepts HTTP Basic credentials; the secret is <c>user:password</c>.</summary>
    public static VerificationResult VerifyBasic(WebhookRequest request, WebhookSource source)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return VerificationResult.Unsigned;
        var (text, credential) = (authorization[Basic.Length..], new byte[authorization.Length]);
        // Base64 can spell the same bytes in several ways; only the canonical one is accepted.
        return Convert.TryFromBase64String(text, credential, out var length) && Convert.ToBase64String(credential, 0, length) == text
            ? Compare(source, [credential[..length]])
            : VerificationResult.InvalidSignature;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static VerificationResult Compare(WebhookSource source, IEnumerable<byte[]> presented)
    {
        var result = VerificationResult.Unsigned;
        foreach (var key in presented)
        {
            var hash = SHA256.HashData(key);
            var isValid = false;
            foreach (var secret in source.Secrets)
                isValid |= secret.KeyHash is { } known && CryptographicOperations.FixedTimeEquals(known, hash);
            result = isValid || result == VerificationResult.Valid ? VerificationResult.Valid : VerificationResult.InvalidSignature;
        }
        return result;
    }
}
