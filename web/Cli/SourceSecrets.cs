using System.CommandLine;
using System.Globalization;
using OneLead.Sources.Webhooks;

namespace OneLead.Web.Cli;

/// <summary>Creates, rotates, retires and prints the secrets of webhook sources.</summary>
internal static class SourceSecrets
{
    public static readonly Option<string?> Secret =
        new("--secret") { Description = "An existing secret: env:NAME, or - to read it from stdin. Default: a new one" };

    public static readonly Option<bool> ApiKey =
        new("--api-key") { Description = "Use an API key instead of a signature, if the format takes either" };

    public static readonly Option<bool> Signed =
        new("--signed") { Description = "Use a Standard Webhooks signature instead of an API key, if the format takes either" };

    /// <summary>Adds a second secret.</summary>
    public static (WebhookSource Source, string? Printed) Rotate(WebhookSource source, ParseResult parsed)
    {
        if (source.Secrets.Length >= WebhookSource.MaxSecrets)
        {
            throw new CommandFailedException(
                $"'{source.Name}' has two secrets already. Retire the older one when nobody signs with it any more.");
        }
        var (printed, secret) = Create(source, parsed);
        return (source with { Secrets = source.Secrets.Add(secret) }, printed);
    }

    /// <summary>Removes the older of two secrets.</summary>
    public static WebhookSource Retire(WebhookSource source) => source.Secrets.Length < 2
        ? throw new CommandFailedException($"'{source.Name}' has one secret: rotate first, or remove the source.")
        : source with { Secrets = source.Secrets.Remove(source.Secrets.MinBy(s => s.Since)!) };

    /// <summary>Creates the secret that the options ask for, in the format's default form unless they name another.</summary>
    /// <returns>The secret, and its text if the user must be shown it.</returns>
    public static (string? Printed, WebhookSecret Secret) Create(WebhookSource source, ParseResult parsed)
    {
        var format = source.Format;
        var form = parsed.GetValue(ApiKey) ? SecretForm.Key : parsed.GetValue(Signed) ? SecretForm.Standard : format.Secrets[0];
        if (!format.Secrets.Contains(form))
            throw new CommandFailedException($"{format.Name} takes no such secret.");
        var given = parsed.GetValue(Secret);
        if (given is null && form == SecretForm.Text)
            throw new CommandFailedException($"{format.Name} makes the secret: name it with --secret env:NAME, or give it on stdin with --secret -.");
        var (id, now) = (NextId(source), TimeProvider.System.GetUtcNow());
        if (given is not null && given.StartsWith(WebhookSecret.EnvironmentPrefix, StringComparison.Ordinal))
            return (null, new WebhookSecret(id, given, now, null, null));
        if (given is not (null or "-"))
        {
            throw new CommandFailedException(
                "A secret on the command line could be read by others on this machine: use --secret env:NAME, or --secret - and stdin.");
        }
        var secret = given is null ? WebhookSecret.Generate(form, source.Name) : Console.In.ReadLine()?.Trim() ?? "";
        if (secret.Length < WebhookSecret.MinLength || (form == SecretForm.Login && !secret.Contains(':', StringComparison.Ordinal)))
        {
            var shape = form == SecretForm.Login ? ", user:password" : "";
            throw new CommandFailedException($"The secret must have at least {WebhookSecret.MinLength} characters{shape}.");
        }
        try
        {
            return (given is null ? secret : null, WebhookSecret.Of(id, WebhookSecret.ToStored(secret, form), now, form));
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"The secret {e.Message}.");
        }
    }

    /// <summary>Prints what the sender must be told.</summary>
    public static void Print(WebhookSource source, string? secret)
    {
        Console.WriteLine($"URL     {source.Url ?? $"https://<where this server is reached>/api/v1/webhooks/{source.Name}"}");
        if (secret is null)
            return;
        if (source.Format.Secrets[0] == SecretForm.Login)
        {
            var parts = secret.Split(':', 2);
            Console.WriteLine($"User    {parts[0]}\nPassword {parts[1]}");
        }
        else if (secret.StartsWith(WebhookSecret.StandardPrefix, StringComparison.Ordinal))
        {
            Console.WriteLine($"Secret  {secret}");
        }
        else
        {
            Console.WriteLine($"Key     {secret}\nHeader  {source.Key ?? "X-Api-Key"}");
        }
        Console.WriteLine("It is shown this once. docs/webhooks.md says where the sender wants it.");
    }

    private static string NextId(WebhookSource source)
    {
        var used = source.Secrets.Select(s => int.TryParse(s.Id.TrimStart('k'), CultureInfo.InvariantCulture, out var n) ? n : 0);
        return string.Create(CultureInfo.InvariantCulture, $"k{1 + used.DefaultIfEmpty(0).Max()}");
    }
}
