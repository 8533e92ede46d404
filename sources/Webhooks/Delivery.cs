using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Webhooks;

/// <summary>One item of a webhook delivery.</summary>
public abstract record DeliveryItem
{
    private DeliveryItem()
    {
    }

    /// <summary>An object that changed, to be mapped by the source's mapping.</summary>
    public sealed record ChangedObject(SourceRecord Record) : DeliveryItem;

    /// <summary>A valid message that no mapping can turn into events. It becomes a dead letter.</summary>
    /// <param name="Reason">What is wrong or lost, for people.</param>
    public sealed record Unmappable(SourceRecord Record, string Reason) : DeliveryItem;

    /// <summary>Events in OneLead's own schema, as POST /api/v1/events takes them. They need no mapping.</summary>
    /// <param name="Id">The sender's id of the message; null if the events carry their own ids.</param>
    /// <param name="Json">One event, an array, or <c>{"events": […]}</c>, in UTF-8.</param>
    public sealed record NativeEvents(string? Id, ReadOnlyMemory<byte> Json) : DeliveryItem
    {
        /// <summary>Why the events that hold U+FFFD become dead letters; null if they do not.</summary>
        public string? Refused { get; init; }
    }
}

/// <summary>A verified and decoded delivery.</summary>
/// <param name="Items">In the sender's order; empty if the delivery is malformed.</param>
/// <param name="Malformed">Why it is not a message of its format, for people; else null.</param>
public sealed record Delivery(ImmutableArray<DeliveryItem> Items, string? Malformed)
{
    /// <summary>The most objects in one delivery: ten times the largest batch of any supported sender.</summary>
    public const int MaxItems = 1_000;
}
