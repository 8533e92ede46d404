using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Collects the items of a delivery.</summary>
internal sealed class DeliveryBuilder(string source, DateTimeOffset receivedAt)
{
    private readonly ImmutableArray<DeliveryItem>.Builder _items = ImmutableArray.CreateBuilder<DeliveryItem>();

    public DateTimeOffset ReceivedAt => receivedAt;

    public ImmutableArray<DeliveryItem> Items() => _items.ToImmutable();

    public void Object(string entity, string id, RecordChange change, DateTimeOffset occurredAt, string sourceId, EventData fields) =>
        Add(new DeliveryItem.ChangedObject(new SourceRecord(source, entity, id, change, occurredAt, sourceId, fields)));

    /// <summary>Adds an object that changed in a way that the sender does not describe.</summary>
    public void Gap(string entity, string id, DateTimeOffset occurredAt, string sourceId, string reason) =>
        Object(entity, id, RecordChange.Gap, occurredAt, sourceId, EventData.Of((SourceRecord.GapReason, FieldValue.Of(reason))));

    public void Unmappable(
        string entity, string id, RecordChange change, DateTimeOffset occurredAt, string sourceId, EventData fields, string reason) =>
        Add(new DeliveryItem.Unmappable(new SourceRecord(source, entity, id, change, occurredAt, sourceId, fields), reason));

    public void Events(string? id, ReadOnlyMemory<byte> json) => Add(new DeliveryItem.NativeEvents(id, json));

    /// <summary>
    /// Reads the elements of a batch. A broken one becomes a dead letter and does not hold back the others. If all are broken,
    /// the delivery is.
    /// </summary>
    /// <exception cref="MalformedDeliveryException">No element is a message of the format.</exception>
    public void Elements(JsonElement batch, Action<JsonElement> read)
    {
        var (good, broken) = (0, new List<(JsonElement Element, MalformedDeliveryException Problem)>());
        foreach (var element in batch.EnumerateArray())
        {
            var before = _items.Count;
            try
            {
                read(element);
                good++;
            }
            catch (MalformedDeliveryException e) when (!e.IsWhole)
            {
                _items.Count = before;
                broken.Add((element, e));
            }
        }
        if (good == 0 && broken.Count > 0)
            throw broken[0].Problem;
        foreach (var (element, problem) in broken)
        {
            var raw = element.GetRawText();
            Unmappable(
                "", "", RecordChange.Gap, receivedAt, $"broken:{EventIdentity.Hash(raw)}",
                EventData.Of(("element", FieldValue.Json(raw))), problem.Message);
        }
    }

    private void Add(DeliveryItem item)
    {
        if (_items.Count == Delivery.MaxItems)
            throw new MalformedDeliveryException($"A delivery holds at most {Delivery.MaxItems} objects.", isWhole: true);
        _items.Add(item);
    }
}
