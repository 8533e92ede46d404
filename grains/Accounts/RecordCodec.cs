using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Accounts;

/// <summary>Packs records into the bytes that snapshots hold. Equal records are equal bytes.</summary>
internal static class RecordCodec
{
    private const byte Format = 1;

    public static byte[] Write(EntityRecord record)
    {
        var writer = new CompactWriter();
        writer.Byte(Format);
        writer.Number((int)record.Kind);
        writer.Text(record.Id);
        writer.Text(record.Home);
        writer.Number(record.UpdatedAt.UtcTicks);
        writer.Byte(record.Removed is null ? (byte)0 : (byte)1);
        if (record.Removed is { } removed)
            Write(writer, removed);

        // Most fields of a record came with one event, so each stamp is written once.
        var stamps = new List<Stamp>();
        foreach (var stamp in record.Stamps)
        {
            if (!stamps.Contains(stamp))
                stamps.Add(stamp);
        }
        writer.Number(stamps.Count);
        foreach (var stamp in stamps)
            Write(writer, stamp);

        writer.Number(record.Fields.Fields.Length);
        for (var i = 0; i < record.Fields.Fields.Length; i++)
        {
            var (name, value) = record.Fields.Fields[i];
            WriteName(writer, name);
            writer.Number(stamps.IndexOf(record.Stamps[i]));
            writer.Value(value);
        }
        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a record in a known format.</exception>
    public static EntityRecord Read(byte[] bytes)
    {
        var reader = new CompactReader(bytes);
        if (reader.Byte() != Format)
            throw new InvalidDataException("A packed record has an unknown format.");
        var kind = (EventKind)reader.Number();
        var id = reader.Text();
        var home = reader.Text();
        var updated = new DateTimeOffset(reader.Number(), TimeSpan.Zero);
        var removed = reader.Byte() == 1 ? ReadStamp(ref reader) : null;

        var stamps = new Stamp[reader.Number()];
        for (var i = 0; i < stamps.Length; i++)
            stamps[i] = ReadStamp(ref reader);

        var count = (int)reader.Number();
        var fields = ImmutableArray.CreateBuilder<EventField>(count);
        var fieldStamps = ImmutableArray.CreateBuilder<Stamp>(count);
        for (var i = 0; i < count; i++)
        {
            var name = ReadName(ref reader);
            fieldStamps.Add(stamps[reader.Number()]);
            fields.Add(new EventField(name, reader.Value()));
        }
        return new EntityRecord(kind, id, home, EventData.OfSorted(fields.MoveToImmutable()),
            fieldStamps.MoveToImmutable(), removed, updated);
    }

    private static void Write(CompactWriter writer, Stamp stamp)
    {
        writer.Number(stamp.Ticks);
        writer.Text(stamp.SourceId);
        writer.Text(stamp.Source);
    }

    private static Stamp ReadStamp(ref CompactReader reader) => new(reader.Number(), reader.Text(), reader.Text());

    // Known names are one byte. The list may only grow at its end: old snapshots point into it.
    private static void WriteName(CompactWriter writer, string name)
    {
        if (NameIndex.TryGetValue(name, out var index))
        {
            writer.Number(index + 1);
            return;
        }
        writer.Number(0);
        writer.Text(name);
    }

    private static string ReadName(ref CompactReader reader)
    {
        var index = (int)reader.Number();
        return index == 0 ? reader.Text() : Names[index - 1];
    }

    private static readonly string[] Names =
    [
        "serial", "vendor", "productId", "productName", "platform", "businessArea", "businessUnit", "line", "territory", "endOfLife",
        "endOfService",
        "supportStart", "supportEnd", "supportSource", "supportStatus", "agreementId", "installDate",
        "contractValue", "currency", "quantity",
        "name", "accountName", "productLine", "stage", "status", "amount", "probability", "closeDate", "created", "owner",
        "customerId", "customerName", "territoryName", "practice", "start", "end", "size", "length", "days", "type", "opportunityId",
        "country",
        "financialStatus", "health", "labor", "thirdPartyMaterial", "thirdPartyServices", "purchased", "converted",
        "delivered", "convertedNotDelivered",
        "active", "expired", "expiryBucket", "contractEnd", "tier", "segment", "accountManager",
    ];

    private static readonly FrozenDictionary<string, int> NameIndex = Names.Select((name, index) => (name, index))
        .ToFrozenDictionary(p => p.name, p => p.index, StringComparer.Ordinal);
}
