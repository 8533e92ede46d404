using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace OneLead.Sources.Webhooks.Verification;

/// <summary>A key that comes with each request. We keep its SHA-256 alone: keys are long and random, so a slow hash would protect nothing.</summary>
internal static class ApiKeys
{
    public const string KeyHeader = "X-Api-Key";

    private const string Bearer = "Bearer ", Basic = "Basic ";

    /// <summary>By <c>Authorization: Bearer</c>, <c>X-Api-Key</c>, the source's own header or query parameter, or the query parameters named.</summary>
    public static Verdict Verify(WebhookRequest request, WebhookSource source, params ReadOnlySpan<string> parameters)
    {
        var presented = new List<string>();
        if (request.Headers.Authorization.ToString() is { } authorization && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            presented.Add(authorization[Bearer.Length..]);
        presented.Add(request.Headers[KeyHeader].ToString());
        var query = QueryHelpers.ParseQuery(request.QueryString);
        foreach (var parameter in parameters)
            presented.Add(query.GetValueOrDefault(parameter).ToString());
        if (source.Key is { } name)
            presented.AddRange([request.Headers[name].ToString(), query.GetValueOrDefault(name).ToString()]);
        return Compare(source, presented.Where(p => p.Length > 0).Select(Encoding.UTF8.GetBytes));
    }

    /// <summary>By HTTP Basic: the secret is <c>user:password</c>.</summary>
    public static Verdict VerifyBasic(WebhookRequest request, WebhookSource source)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
            return Verdict.Unsigned;
        var (text, credential) = (authorization[Basic.Length..], new byte[authorization.Length]);
        // Base64 has several spellings of the same bytes; only the canonical one is taken.
        return Convert.TryFromBase64String(text, credential, out var length) && Convert.ToBase64String(credential, 0, length) == text
            ? Compare(source, [credential[..length]])
            : Verdict.Forged;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static Verdict Compare(WebhookSource source, IEnumerable<byte[]> presented)
    {
        var verdict = Verdict.Unsigned;
        foreach (var key in presented)
        {
            var hash = SHA256.HashData(key);
            var isGenuine = false;
            foreach (var secret in source.Secrets)
                isGenuine |= secret.KeyHash is { } known && CryptographicOperations.FixedTimeEquals(known, hash);
            verdict = isGenuine || verdict == Verdict.Genuine ? Verdict.Genuine : Verdict.Forged;
        }
        return verdict;
    }
}
