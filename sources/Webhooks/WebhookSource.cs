using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Webhooks;

/// <summary>A source that delivers to <c>/api/v1/webhooks/{name}</c>.</summary>
/// <param name="Name">Lower-case letters, digits, '.', '_' and '-'; becomes the source of its events.</param>
/// <param name="Url">The URL registered at the sender; required if the sender signs it.</param>
/// <param name="Mapping">A shipped mapping's name or a file path; null if the format needs none.</param>
/// <param name="Key">A custom header or query parameter that carries the API key.</param>
/// <param name="Window">The allowed difference of a signed timestamp; null: 5 minutes.</param>
/// <param name="AllowedOrigins">Origins that may deliver after a CloudEvents handshake; <c>*</c> for any.</param>
/// <param name="Rate">Deliveries per minute that the handshake allows; null: unlimited.</param>
/// <param name="Secrets">One or two. All are valid, so that a sender can switch from one to the next.</param>
public sealed record WebhookSource(
    string Name,
    WebhookFormat Format,
    string? Url,
    string? Mapping,
    string? Key,
    TimeSpan? Window,
    ImmutableArray<string> AllowedOrigins,
    int? Rate,
    ImmutableArray<WebhookSecret> Secrets)
{
    public const int MaxSecrets = 2;

    /// <summary>The loaded <see cref="Mapping"/>; null if there is none or it was not loaded.</summary>
    public SourceMapping? Rules { get; init; }

    /// <summary>What this node lacks to verify all deliveries; null if it lacks nothing.</summary>
    public string? Problem { get; init; }
}
