using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Webhooks;

/// <summary>One thing that a delivery holds.</summary>
public abstract record Delivered
{
    private Delivered()
    {
    }

    /// <summary>An object that changed, for the source's mapping.</summary>
    public sealed record Object(SourceRecord Record) : Delivered;

    /// <summary>A message that is understood and that no mapping can make events of: it is kept as a dead letter.</summary>
    /// <param name="Reason">What is wrong or lost, for people.</param>
    public sealed record Unmappable(SourceRecord Record, string Reason) : Delivered;

    /// <summary>Events in our own schema, as POST /api/v1/events takes them: no mapping is needed.</summary>
    /// <param name="Id">The sender's identity of the message; null when the events carry their own.</param>
    /// <param name="Json">One event, an array, or <c>{"events": […]}</c>, in UTF-8.</param>
    public sealed record Events(string? Id, ReadOnlyMemory<byte> Json) : Delivered;
}

/// <summary>A verified delivery, decoded.</summary>
/// <param name="Items">In the sender's order; empty when it is malformed.</param>
/// <param name="Malformed">Why it is no message of its format, for people; else null.</param>
public sealed record Delivery(ImmutableArray<Delivered> Items, string? Malformed)
{
    /// <summary>The most objects that one delivery may hold: ten times what the senders put into one.</summary>
    public const int MaxItems = 1_000;
}
