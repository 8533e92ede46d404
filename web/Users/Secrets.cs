using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OneLead.Web.Users;

/// <summary>Random secrets, and the hashes under which they are stored. They are long, so a fast hash is enough.</summary>
internal static class Secrets
{
    /// <summary>A secret of 256 bits that can stand in a URL.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A random id of 128 bits, in hex.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public static bool Same(string? a, string? b) =>
        a is not null && b is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
