using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Web.DeadLetters;

/// <summary>What a source's mapping makes of a record: events, or the reason why not.</summary>
internal readonly record struct Mapped(ImmutableArray<ChangeEvent> Events, string? Reason)
{
    private const int MaxReasons = 10;

    public static Mapped Of(SourceMapping? mapping, SourceRecord record)
    {
        if (mapping is null)
            return new([], $"the source '{record.Source}' has no mapping");
        var mapped = mapping.Map(record);
        return mapped.Failures.IsEmpty ? new(mapped.Events, null) : new([], string.Join("; ", mapped.Failures.Take(MaxReasons)));
    }
}
