using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The encoded texts of an event: account, entity, source, source id, data and author, stored one after another from
/// <paramref name="Start"/>.
/// </summary>
/// <param name="Author">0 for an event without an author.</param>
/// <param name="Checksum">The checksum of the event, which the writer continues.</param>
internal readonly record struct EncodedRow(
    int Start, int Account, int Entity, int Source, int SourceId, int Data, int Author, uint Checksum);

/// <summary>An append whose events are encoded as the texts of their rows.</summary>
internal sealed class SqliteAppendRequest : AppendRequest
{
    private readonly EncodedRow[] _rows;

    public SqliteAppendRequest(AppendTicket ticket, ImmutableArray<ChangeEvent> events) : base(ticket, events)
    {
        using var json = CreateJson();
        _rows = [.. events.Select(e => Encode(e, json))];
    }

    public EncodedRow Row(int index) => _rows[index];

    public ReadOnlySpan<byte> Slice(int start, int length) => Buffer.Span.Slice(start, length);

    private EncodedRow Encode(ChangeEvent e, Utf8JsonWriter json)
    {
        var start = Buffer.Length;
        var account = Text(e.Account);
        var entity = Text(e.Entity);
        var source = Text(e.Source);
        var sourceId = Text(e.SourceId);
        var dataStart = Buffer.Length;
        WriteData(json, e.Data);
        var data = Buffer.Length - dataStart;
        if (e.Author is { } author)
            WriteAuthor(json, author);
        var row = new EncodedRow(start, account, entity, source, sourceId, data, Buffer.Length - dataStart - data, 0);
        var span = Buffer.Span[start..];
        return row with
        {
            Checksum = RowChecksum.OfEvent(
                span[..account], span.Slice(account, entity), span.Slice(account + entity, source),
                span.Slice(account + entity + source, sourceId),
                span.Slice(dataStart - start, data), KindNames.Utf8(e.Kind), e.Version, e.OccurredAt.UtcTicks,
                span[(dataStart - start + data)..]),
        };
    }

    private int Text(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, Buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        Buffer.Advance(length);
        return length;
    }
}

/// <summary>Computes the checksum of a row over its fields in a fixed order.</summary>
internal static class RowChecksum
{
    /// <param name="author">Empty for a row without an author, whose checksum is that of versions without authors.</param>
    public static uint OfEvent(
        ReadOnlySpan<byte> account, ReadOnlySpan<byte> entity, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourceId,
        ReadOnlySpan<byte> data, ReadOnlySpan<byte> kind, long version, long occurredAt, ReadOnlySpan<byte> author)
    {
        var crc = Hashing.Crc(0, account);
        crc = Hashing.Crc(crc, entity);
        crc = Hashing.Crc(crc, source);
        crc = Hashing.Crc(crc, sourceId);
        crc = Hashing.Crc(crc, data);
        crc = Hashing.Crc(crc, kind);
        crc = Hashing.Crc(crc, version);
        crc = Hashing.Crc(crc, occurredAt);
        return author.IsEmpty ? crc : Hashing.Crc(crc, author);
    }

    public static uint OfRow(uint ofEvent, long id, long receivedAt, long decider, string? home, string? former)
    {
        var crc = Hashing.Crc(Hashing.Crc(Hashing.Crc(ofEvent, id), receivedAt), decider);
        return Text(Text(crc, home), former);
    }

    private static uint Text(uint crc, string? text) =>
        text is null ? Hashing.Crc(crc, -1L) : Hashing.Crc(crc, System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
}
