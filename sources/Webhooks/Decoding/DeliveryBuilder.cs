using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Values;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Collects the items of a delivery.</summary>
internal sealed class DeliveryBuilder(string source, DateTimeOffset receivedAt)
{
    private const char Replacement = '\uFFFD';
    private const string Replaced =
        $"It {UnpairedSurrogates.Reason}; U+FFFD stands in its place. Correct it, or replay it as it is.";

    private readonly ImmutableArray<DeliveryItem>.Builder _items = ImmutableArray.CreateBuilder<DeliveryItem>();
    private bool _hasReplaced, _isBatch;

    public DateTimeOffset ReceivedAt => receivedAt;

    public ImmutableArray<DeliveryItem> Items()
    {
        if (_hasReplaced && !_isBatch)
            Refuse(0);
        return _items.ToImmutable();
    }

    /// <summary>
    /// Replaces unpaired surrogates, so that a genuine message can be read although it holds some. The message, or the element of a
    /// batch that holds them, becomes a dead letter.
    /// </summary>
    public ReadOnlyMemory<byte> WithoutUnpairedSurrogates(ReadOnlyMemory<byte> json)
    {
        if (!UnpairedSurrogates.AreInJson(json.Span) || !Utf8.IsValid(json.Span))
            return json;
        _hasReplaced = true;
        return UnpairedSurrogates.ReplaceInJson(json.ToArray());
    }

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
        var hasReplaced = _hasReplaced;
        _isBatch = true;
        foreach (var element in batch.EnumerateArray())
        {
            var before = _items.Count;
            try
            {
                _hasReplaced = hasReplaced && IsReplaced(element.GetRawText());
                read(element);
                if (_hasReplaced)
                    Refuse(before);
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

    private void Refuse(int from)
    {
        for (var i = from; i < _items.Count; i++)
        {
            _items[i] = _items[i] switch
            {
                DeliveryItem.ChangedObject changed => new DeliveryItem.Unmappable(changed.Record, Replaced),
                DeliveryItem.NativeEvents native => native with { Refused = Replaced },
                var unmappable => unmappable,
            };
        }
    }

    /// <summary>True if U+FFFD occurs in a text, or in a JSON text as it is or as an escape.</summary>
    internal static bool IsReplaced(string text) => text.Contains(Replacement) || text.Contains("\\ufffd", StringComparison.Ordinal);

    private void Add(DeliveryItem item)
    {
        if (_items.Count == Delivery.MaxItems)
            throw new MalformedDeliveryException($"A delivery holds at most {Delivery.MaxItems} objects.", isWhole: true);
        _items.Add(item);
    }
}
