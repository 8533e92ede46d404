using System.Security.Cryptography;
using System.Text;
using OneLead.Sources.Webhooks.Verification;

namespace OneLead.Sources.Webhooks;

/// <summary>A secret of a source. Its string form is its id only.</summary>
/// <param name="Id"><c>k1</c>, <c>k2</c> …: safe to log.</param>
/// <param name="Value">As in the file: <c>whsec_…</c>, <c>sha256:…</c>, <c>env:NAME</c>, or HubSpot's client secret.</param>
/// <param name="Since">When it was added.</param>
/// <param name="SigningKey">The key bytes of a secret that signs.</param>
/// <param name="KeyHash">The SHA-256 of an API key.</param>
public sealed record WebhookSecret(string Id, string Value, DateTimeOffset Since, byte[]? SigningKey, byte[]? KeyHash)
{
    public const string StandardPrefix = "whsec_", HashPrefix = "sha256:", EnvironmentPrefix = "env:";

    /// <summary>The minimum length of a key, a password or a text that signs.</summary>
    public const int MinLength = 16;

    private const int MinBytes = 24, MaxBytes = 64;

    public override string ToString() => Id;

    /// <summary>Generates a secret in the form that the sender gets.</summary>
    /// <param name="user">The user of a login.</param>
    public static string Generate(SecretForm form, string user) => form switch
    {
        SecretForm.Standard => StandardPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        SecretForm.Login => $"{user}:{RandomNumberGenerator.GetHexString(48, lowercase: true)}",
        _ => RandomNumberGenerator.GetHexString(48, lowercase: true),
    };

    /// <summary>Converts a secret to its stored form: API keys are hashed; signing secrets and <c>env:</c> references stay.</summary>
    public static string ToStored(string secret, SecretForm form) =>
        form is SecretForm.Key or SecretForm.Login && !secret.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
            ? HashPrefix + Convert.ToHexStringLower(ApiKeyVerifier.Hash(secret))
            : secret;

    /// <summary>The form of a secret, given as the sender or the file has it; null if the format accepts no such form.</summary>
    public static SecretForm? FormOf(string secret, WebhookFormat format)
    {
        foreach (var form in format.Secrets)
        {
            if (form == SecretForm.Standard == secret.StartsWith(StandardPrefix, StringComparison.Ordinal))
                return form;
        }
        return null;
    }

    /// <summary>Parses a stored secret.</summary>
    /// <exception cref="FormatException">It does not have the form; the message does not contain the secret.</exception>
    public static WebhookSecret Of(string id, string stored, DateTimeOffset since, SecretForm form) => new(
        id,
        stored,
        since,
        form switch { SecretForm.Standard => ParseStandard(stored), SecretForm.Text => ParseText(stored), _ => null },
        form is SecretForm.Key or SecretForm.Login ? ParseHash(stored) : null);

    /// <summary>Reads a secret from an environment variable, which holds it as the sender has it.</summary>
    /// <exception cref="FormatException">The variable is not set, or holds no secret of the format.</exception>
    public static WebhookSecret OfEnvironment(string id, string stored, DateTimeOffset since, WebhookFormat format)
    {
        var name = stored[EnvironmentPrefix.Length..];
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } secret)
            throw new FormatException($"names the environment variable {name}, which is not set");
        var form = FormOf(secret, format)
            ?? throw new FormatException($"names the environment variable {name}, which holds no secret of {format.Name}");
        if (form is SecretForm.Key or SecretForm.Login)
            ParseText(secret);
        return Of(id, ToStored(secret, form), since, form) with { Value = stored };
    }

    private static byte[] ParseStandard(string stored)
    {
        var text = stored.StartsWith(StandardPrefix, StringComparison.Ordinal) ? stored[StandardPrefix.Length..] : "";
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) && length is >= MinBytes and <= MaxBytes
            ? key[..length]
            : throw new FormatException($"must be {StandardPrefix} and {MinBytes} to {MaxBytes} bytes in base64");
    }

    private static byte[] ParseText(string text) =>
        text.Length >= MinLength ? Encoding.UTF8.GetBytes(text) : throw new FormatException($"must have at least {MinLength} characters");

    private static byte[] ParseHash(string stored)
    {
        if (stored.StartsWith(HashPrefix, StringComparison.Ordinal) && stored.Length == HashPrefix.Length + 2 * SHA256.HashSizeInBytes)
        {
            var hash = new byte[SHA256.HashSizeInBytes];
            if (Convert.FromHexString(stored.AsSpan(HashPrefix.Length), hash, out _, out _) == System.Buffers.OperationStatus.Done)
                return hash;
        }
        throw new FormatException($"must be {HashPrefix} and the SHA-256 of the key in hex: keys are not stored in plain text");
    }
}
