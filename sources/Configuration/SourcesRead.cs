using System.Collections.Immutable;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Sources.Configuration;

/// <summary>What a sources' file says. Either its sources or its errors are empty.</summary>
/// <param name="Sources">Those that deliver webhooks.</param>
/// <param name="Databases">Those that are followed.</param>
public sealed record SourcesRead(ImmutableArray<WebhookSource> Sources, ImmutableArray<PostgresSource> Databases, ImmutableArray<MappingError> Errors)
{
    internal static SourcesRead Wrong(ImmutableArray<MappingError> errors) => new([], [], errors);
}
