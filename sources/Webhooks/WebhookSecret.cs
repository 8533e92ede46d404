using System.Security.Cryptography;
using System.Text;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks;

/// <summary>A secret of a source. It prints as its id alone.</summary>
/// <param name="Id"><c>k1</c>, <c>k2</c> …: what a log or a person may call it.</param>
/// <param name="Value">As it stands in the file: <c>whsec_…</c>, <c>sha256:…</c>, <c>env:NAME</c>, or HubSpot's client secret.</param>
/// <param name="Since">When it was added.</param>
/// <param name="SigningKey">The bytes that sign, for a secret that signs.</param>
/// <param name="KeyHash">The SHA-256 of the key, for a key that comes with each request.</param>
public sealed record WebhookSecret(string Id, string Value, DateTimeOffset Since, byte[]? SigningKey, byte[]? KeyHash)
{
    public const string StandardPrefix = "whsec_", HashPrefix = "sha256:", EnvironmentPrefix = "env:";

    /// <summary>The fewest characters of a key, a password or a text that signs.</summary>
    public const int MinLength = 16;

    private const int MinBytes = 24, MaxBytes = 64;

    public override string ToString() => Id;

    /// <summary>A new secret as the sender gets it.</summary>
    /// <param name="user">The user of a login.</param>
    public static string Make(SecretForm form, string user) => form switch
    {
        SecretForm.Standard => StandardPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        SecretForm.Login => $"{user}:{RandomNumberGenerator.GetHexString(48, lowercase: true)}",
        _ => RandomNumberGenerator.GetHexString(48, lowercase: true),
    };

    /// <summary>What the file keeps of a secret: a key's hash, a secret that signs as it is, an environment variable by its name.</summary>
    public static string Stored(string secret, SecretForm form) =>
        form is SecretForm.Key or SecretForm.Login && !secret.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) ? HashPrefix + Convert.ToHexStringLower(ApiKeys.Hash(secret)) : secret;

    /// <summary>The form of a secret as a sender or the file has it; null when a format takes none that looks like it.</summary>
    public static SecretForm? FormOf(string secret, WebhookFormat format)
    {
        foreach (var form in format.Secrets)
        {
            if (form == SecretForm.Standard == secret.StartsWith(StandardPrefix, StringComparison.Ordinal))
                return form;
        }
        return null;
    }

    /// <summary>Reads a secret as the file keeps it.</summary>
    /// <exception cref="FormatException">It is no secret of its form; the message says why, without the secret.</exception>
    public static WebhookSecret Of(string id, string stored, DateTimeOffset since, SecretForm form) => new(
        id, stored, since,
        form switch { SecretForm.Standard => Standard(stored), SecretForm.Text => Long(stored), _ => null },
        form is SecretForm.Key or SecretForm.Login ? Hash(stored) : null);

    /// <summary>Reads a secret from the environment, where it stands as the sender has it.</summary>
    /// <exception cref="FormatException">There is none, or it is no secret of the format.</exception>
    public static WebhookSecret OfEnvironment(string id, string stored, DateTimeOffset since, WebhookFormat format)
    {
        var name = stored[EnvironmentPrefix.Length..];
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } secret)
            throw new FormatException($"names the environment variable {name}, which is not set");
        var form = FormOf(secret, format) ?? throw new FormatException($"names the environment variable {name}, which holds no secret of {format.Name}");
        if (form is SecretForm.Key or SecretForm.Login)
            Long(secret);
        return Of(id, Stored(secret, form), since, form) with { Value = stored };
    }

    private static byte[] Standard(string stored)
    {
        var text = stored.StartsWith(StandardPrefix, StringComparison.Ordinal) ? stored[StandardPrefix.Length..] : "";
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length is >= MinBytes and <= MaxBytes
            ? key[..length]
            : throw new FormatException($"must be {StandardPrefix} and {MinBytes} to {MaxBytes} bytes in base64");
    }

    private static byte[] Long(string text) =>
        text.Length >= MinLength ? Encoding.UTF8.GetBytes(text) : throw new FormatException($"must have at least {MinLength} characters");

    private static byte[] Hash(string stored)
    {
        try
        {
            if (stored.StartsWith(HashPrefix, StringComparison.Ordinal) && stored.Length == HashPrefix.Length + 2 * SHA256.HashSizeInBytes)
                return Convert.FromHexString(stored.AsSpan(HashPrefix.Length));
        }
        catch (FormatException)
        {
            // Said below, for every sort of damage.
        }
        throw new FormatException($"must be {HashPrefix} and the SHA-256 of the key in hex: a key is not kept as it is");
    }
}
