using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;

namespace OneLead.Web.DeadLetters;

/// <summary>What a source's mapping makes of a record: events, or the reason why not.</summary>
internal readonly record struct Mapped(ImmutableArray<ChangeEvent> Events, string? Reason)
{
    private const int MaxReasons = 10;

    public static Mapped Of(WebhookSource source, SourceRecord record)
    {
        if (source.Rules is not { } rules)
            return new([], $"the source '{source.Name}' has no mapping");
        var mapped = rules.Map(record);
        return mapped.Failures.IsEmpty ? new(mapped.Events, null) : new([], string.Join("; ", mapped.Failures.Take(MaxReasons)));
    }
}
