using System.Security.Cryptography;
using System.Text;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Builds source ids from the parts of a message that are equal in every delivery attempt.</summary>
internal static class EventIdentity
{
    // A mapping may append a suffix, and keys have at most 512 characters.
    private const int MaxLength = 200;

    /// <summary>Joins the parts with ':', escaped so that different parts never collide. A long id ends in a hash of the whole.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        var escaped = new string[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            escaped[i] = Keys.EncodePart(parts[i] ?? "");
        var id = string.Join(':', escaped);
        return id.Length <= MaxLength ? id : $"{id[..(MaxLength - 65)]}~{Hash(id)}";
    }

    /// <summary>SHA-256 in hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
