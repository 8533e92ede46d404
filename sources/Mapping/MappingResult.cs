using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>The events of a record, or the reason why it cannot be mapped.</summary>
internal readonly record struct MappingResult(ImmutableArray<ChangeEvent> Events, string? Reason)
{
    private const int MaxReasons = 10;

    public static MappingResult Of(SourceMapping? mapping, SourceRecord record)
    {
        if (mapping is null)
            return new([], $"the source '{record.Source}' has no mapping");
        var mapped = mapping.Map(record);
        return mapped.Failures.IsEmpty ? new(mapped.Events, null) : new([], string.Join("; ", mapped.Failures.Take(MaxReasons)));
    }
}
