using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>The content of sources.yaml, or its errors; one of the two is empty.</summary>
/// <param name="Sources">Sources that deliver webhooks.</param>
/// <param name="Databases">Databases that are followed.</param>
public sealed record SourcesContent(
    ImmutableArray<WebhookSource> Sources, ImmutableArray<PostgresSource> Databases, ImmutableArray<MappingError> Errors)
{
    internal static SourcesContent Invalid(ImmutableArray<MappingError> errors) => new([], [], errors);
}
