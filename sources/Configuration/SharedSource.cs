using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>A secret as nodes share it: a hash or the name of an environment variable.</summary>
/// <param name="Value">Null for a secret in plain text, which every node must have in its own file.</param>
internal sealed record SharedSecret(string Id, DateTimeOffset Since, string? Value);

/// <summary>A source as nodes share it. No text in it is secret.</summary>
/// <param name="MappingText">The content of its mapping file; null for a shipped mapping.</param>
/// <param name="Connection"><c>env:NAME</c>; null for webhooks, and for a connection string, which stays in the file.</param>
internal sealed record SharedSource(
    string Name, string Format, string? Mapping, string? MappingText, string? Url, string? Key, int? Window,
    ImmutableArray<string> AllowedOrigins, int? Rate, ImmutableArray<SharedSecret> Secrets, string? Connection, string? Publication,
    string? Slot, ImmutableArray<CapturedTable> Tables)
{
    public bool IsDatabase => Format == PostgresSource.Format;

    public static SharedSource Of(WebhookSource source, string? mappingText) => new(
        source.Name, source.Format.Name, source.Mapping, mappingText, source.Url, source.Key, (int?)source.Window?.TotalSeconds,
        source.AllowedOrigins, source.Rate, [.. source.Secrets.Select(s => new SharedSecret(s.Id, s.Since, Shareable(s.Value)))],
        null, null, null, []);

    public static SharedSource Of(PostgresSource source, string? mappingText) => new(
        source.Name, PostgresSource.Format, source.Mapping, mappingText, null, null, null, [], null, [], Shareable(source.Connection),
        source.Publication, source.Slot, source.Tables);

    /// <summary>The source with this node's secrets. One that lacks some says so in <see cref="WebhookSource.Problem"/>.</summary>
    /// <param name="local">The source of this name in the node's own file.</param>
    /// <exception cref="FormatException">It cannot be used on this node; the message says why and holds no secret.</exception>
    public WebhookSource Webhook(WebhookSource? local)
    {
        if (!WebhookFormat.All.TryGetValue(Format, out var format))
            throw new FormatException($"This version does not know the format {Format}.");
        var (secrets, problems) = (new List<WebhookSecret>(), new List<string>());
        foreach (var secret in Secrets)
        {
            try
            {
                secrets.Add(Found(secret, format, local));
            }
            catch (FormatException e)
            {
                problems.Add($"Secret {secret.Id} {e.Message}.");
            }
        }
        TimeSpan? window = Window is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new(Name, format, Url, Mapping, Key, window, AllowedOrigins, Rate, [.. secrets])
        {
            Rules = format.NeedsMapping || Mapping is not null ? Rules(Mapping ?? format.Name) : null,
            Problem = problems.Count > 0 ? string.Join(' ', problems) : null,
        };
    }

    /// <summary>The database with this node's connection.</summary>
    /// <inheritdoc cref="Webhook"/>
    public PostgresSource Database(PostgresSource? local)
    {
        var connection = Connection ?? local?.Connection
            ?? throw new FormatException("Its connection is not in this node's sources.yaml.");
        var database = new PostgresSource(Name, connection, Publication!, Slot!, Mapping!, Tables) { Rules = Rules(Mapping!).InOrder() };
        try
        {
            return database.Connected();
        }
        catch (FormatException e)
        {
            throw new FormatException($"Its connection {e.Message}.");
        }
    }

    private static WebhookSecret Found(SharedSecret shared, WebhookFormat format, WebhookSource? local)
    {
        if (shared.Value is not { } value)
            return local?.Secrets.FirstOrDefault(s => s.Id == shared.Id) ?? throw new FormatException("is not in this node's sources.yaml");
        if (value.StartsWith(WebhookSecret.EnvironmentPrefix, StringComparison.Ordinal))
            return WebhookSecret.OfEnvironment(shared.Id, value, shared.Since, format);
        var form = WebhookSecret.FormOf(value, format) ?? throw new FormatException($"is not a secret of {format.Name}");
        return WebhookSecret.Of(shared.Id, value, shared.Since, form);
    }

    private SourceMapping Rules(string mapping) =>
        SourceMapping.Shipped(mapping) ?? (
            MappingText is not null && SourceMapping.TryParse(MappingText, mapping, out var own, out _)
                ? own
                : throw new FormatException($"This version cannot use its mapping {mapping}."));

    private static string? Shareable(string secret) =>
        secret.StartsWith(WebhookSecret.EnvironmentPrefix, StringComparison.Ordinal)
        || secret.StartsWith(WebhookSecret.HashPrefix, StringComparison.Ordinal) ? secret : null;
}
