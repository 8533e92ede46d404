using System.Security.Cryptography;

namespace OneLead.Web.Leads;

/// <summary>The identity of a command. A repeat with the same Idempotency-Key header is not applied again.</summary>
internal static class IdempotencyKey
{
    /// <summary>The caller's key with the path; a random one if the header is missing.</summary>
    public static string Of(HttpRequest request) =>
        request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } key
            ? $"key:{request.Path}:{key}"
            : "once:" + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
