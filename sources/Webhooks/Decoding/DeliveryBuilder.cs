using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Collects what a delivery holds.</summary>
internal sealed class DeliveryBuilder(string source, DateTimeOffset receivedAt)
{
    private readonly ImmutableArray<Delivered>.Builder _items = ImmutableArray.CreateBuilder<Delivered>();

    public DateTimeOffset ReceivedAt => receivedAt;

    public ImmutableArray<Delivered> Items() => _items.ToImmutable();

    public void Object(string entity, string id, RecordChange change, DateTimeOffset occurredAt, string sourceId, EventData fields) =>
        Add(new Delivered.Object(new SourceRecord(source, entity, id, change, occurredAt, sourceId, fields)));

    /// <summary>An object that changed, and the sender does not say how.</summary>
    public void Gap(string entity, string id, DateTimeOffset occurredAt, string sourceId, string reason) =>
        Object(entity, id, RecordChange.Gap, occurredAt, sourceId, EventData.Of((SourceRecord.GapReason, FieldValue.Of(reason))));

    public void Unmappable(string entity, string id, RecordChange change, DateTimeOffset occurredAt, string sourceId, EventData fields, string reason) =>
        Add(new Delivered.Unmappable(new SourceRecord(source, entity, id, change, occurredAt, sourceId, fields), reason));

    public void Events(string? id, ReadOnlyMemory<byte> json) => Add(new Delivered.Events(id, json));

    private void Add(Delivered item)
    {
        if (_items.Count == Delivery.MaxItems)
            throw new MalformedException($"A delivery holds at most {Delivery.MaxItems} objects.");
        _items.Add(item);
    }
}
