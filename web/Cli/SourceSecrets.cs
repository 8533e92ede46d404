using System.CommandLine;
using System.Globalization;
using OneLead.Sources.Webhooks;
using OneLead.Web.Tenants;

namespace OneLead.Web.Cli;

/// <summary>Creates the secret of a webhook source, and prints it once.</summary>
internal static class SourceSecrets
{
    public static readonly Option<string?> Secret = new("--secret")
    {
        Description = "An existing secret: env:NAME, or - to read it from stdin. Default: a new one",
    };

    public static readonly Option<bool> ApiKey = new("--api-key")
    {
        Description = "Use a key in a header instead of a signature, where the format accepts both",
    };

    public static readonly Option<bool> Signed = new("--signed")
    {
        Description = "Use a Standard Webhooks signature instead of a key, where the format accepts both",
    };

    /// <returns>The secret to print, or null if the operator knows it; and the secret to store.</returns>
    /// <exception cref="CommandFailedException">The format does not accept such a secret.</exception>
    public static (string? Printed, WebhookSecret Stored) Create(WebhookSource source, ParseResult parsed)
    {
        var form = FormOf(source.Format, parsed);
        var given = parsed.GetValue(Secret);
        if (given is null && form == SecretForm.Text)
            throw new CommandFailedException(
                $"{source.Format.Name} creates the secret itself. Pass it with --secret env:NAME, or with --secret - and stdin.");
        var (id, now) = (NextId(source), TimeProvider.System.GetUtcNow());
        if (given is not null && given.StartsWith(WebhookSecret.EnvironmentPrefix, StringComparison.Ordinal))
            return (null, new WebhookSecret(id, given, now, null, null));
        if (given is not (null or "-"))
            throw new CommandFailedException(
                "A secret on the command line could be read by others on this machine. Use --secret env:NAME, or --secret - and stdin.");
        var secret = given is null ? WebhookSecret.Generate(form, source.Name) : Console.In.ReadLine()?.Trim() ?? "";
        CheckLength(secret, form);
        try
        {
            return (given is null ? secret : null, WebhookSecret.Of(id, WebhookSecret.ToStored(secret, form), now, form));
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"The secret {e.Message}.");
        }
    }

    public static void Print(WebhookSource source, string? secret, string? tenant)
    {
        var root = "https://<where this server is reached>" + (tenant is null ? "" : TenantRouting.PathOf(tenant));
        Console.WriteLine($"URL     {source.Url ?? $"{root}/api/v1/webhooks/{source.Name}"}");
        if (secret is null)
            return;
        if (source.Format.Secrets[0] == SecretForm.Login)
        {
            var colon = secret.IndexOf(':', StringComparison.Ordinal);
            Console.WriteLine($"User    {secret[..colon]}\nPassword {secret[(colon + 1)..]}");
        }
        else if (secret.StartsWith(WebhookSecret.StandardPrefix, StringComparison.Ordinal))
        {
            Console.WriteLine($"Secret  {secret}");
        }
        else
        {
            Console.WriteLine($"Key     {secret}\nHeader  {source.Key ?? "X-Api-Key"}");
        }
        Console.WriteLine("This is shown only once. docs/webhooks.md says where to enter it at the sender.");
    }

    private static SecretForm FormOf(WebhookFormat format, ParseResult parsed)
    {
        var form = parsed.GetValue(ApiKey) ? SecretForm.Key : parsed.GetValue(Signed) ? SecretForm.Standard : format.Secrets[0];
        return format.Secrets.Contains(form) ? form : throw new CommandFailedException($"{format.Name} does not accept such a secret.");
    }

    // Ids are k1, k2 …
    private static string NextId(WebhookSource source)
    {
        var used = source.Secrets.Select(s => int.TryParse(s.Id.TrimStart('k'), CultureInfo.InvariantCulture, out var n) ? n : 0);
        return $"k{1 + used.DefaultIfEmpty(0).Max()}";
    }

    private static void CheckLength(string secret, SecretForm form)
    {
        var isLogin = form == SecretForm.Login;
        if (secret.Length < WebhookSecret.MinLength || (isLogin && !secret.Contains(':', StringComparison.Ordinal)))
            throw new CommandFailedException(
                $"The secret must have at least {WebhookSecret.MinLength} characters{(isLogin ? ", user:password" : "")}.");
    }
}
