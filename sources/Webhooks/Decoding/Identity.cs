using System.Security.Cryptography;
using System.Text;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>The identity of a change, of the parts that stay the same however often it is sent.</summary>
internal static class Identity
{
    // A mapping may put more behind it, and the whole must stay a key of at most 512.
    private const int MaxLength = 200;

    /// <summary>The parts joined by ':', each in the alphabet of keys, so that different parts never make the same identity; a long one ends in a hash of the whole.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var escaped = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            escaped[i] = Keys.Part(parts[i] ?? "");
        var id = string.Join(':', escaped);
        return id.Length <= MaxLength ? id : $"{id[..(MaxLength - 65)]}~{Hash(id)}";
    }

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
