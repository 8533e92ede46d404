using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Webhooks;

/// <summary>Who may deliver at <c>/api/v1/webhooks/{name}</c>, and how.</summary>
/// <param name="Name">Lower-case letters, digits, '.', '_' and '-'; it is the source of the events.</param>
/// <param name="Url">The address that is registered at the sender; needed where it is signed.</param>
/// <param name="Mapping">The name of a mapping that ships, or the path of a file; null when the format needs none.</param>
/// <param name="Key">A header or query parameter of its own that brings the key.</param>
/// <param name="Window">How far a signed timestamp may be off; null: 5 minutes.</param>
/// <param name="AllowedOrigins">The origins that may deliver after a CloudEvents handshake; <c>*</c> for any.</param>
/// <param name="Rate">The deliveries a minute that the handshake allows; null: as many as it likes.</param>
/// <param name="Secrets">One or two: any of them is valid, so that a sender can go from one to the next.</param>
public sealed record WebhookSource(
    string Name, WebhookFormat Format, string? Url, string? Mapping, string? Key, TimeSpan? Window, ImmutableArray<string> AllowedOrigins, int? Rate, ImmutableArray<WebhookSecret> Secrets)
{
    /// <summary>The most secrets that are valid at a time.</summary>
    public const int MaxSecrets = 2;

    /// <summary>What <see cref="Mapping"/> names, loaded; null when it names nothing, or was not loaded.</summary>
    public SourceMapping? Rules { get; init; }
}
