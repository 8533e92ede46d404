using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The encoded texts of an event: account, entity, source, source id and data, stored one after another from
/// <paramref name="Start"/>.
/// </summary>
/// <param name="Checksum">The checksum of the event, which the writer continues.</param>
internal readonly record struct EncodedRow(int Start, int Account, int Entity, int Source, int SourceId, int Data, uint Checksum);

/// <summary>
/// A queued append. The caller's thread encodes the events, so the single writer thread only binds bytes.
/// </summary>
internal sealed class SqliteAppendRequest : IDisposable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly PooledBuffer _buffer;
    private readonly EncodedRow[] _rows;

    public SqliteAppendRequest(AppendTicket ticket, ImmutableArray<ChangeEvent> events)
    {
        Ticket = ticket;
        Events = events;
        _rows = new EncodedRow[events.Length];
        _buffer = new PooledBuffer(events.Length * 384);
        using var json = new Utf8JsonWriter(_buffer, Json);
        for (var i = 0; i < events.Length; i++)
            _rows[i] = Encode(events[i], json);
    }

    public AppendTicket Ticket { get; }

    public string Tenant => Ticket.Writer.Tenant;

    public ImmutableArray<ChangeEvent> Events { get; }

    public int Bytes => _buffer.Length;

    /// <summary>Completed by the writer after the commit. Continuations do not run on the writer's thread.</summary>
    public TaskCompletionSource<ImmutableArray<Appended>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EncodedRow Row(int index) => _rows[index];

    public ReadOnlySpan<byte> Slice(int start, int length) => _buffer.Span.Slice(start, length);

    private EncodedRow Encode(ChangeEvent e, Utf8JsonWriter json)
    {
        var start = _buffer.Length;
        var account = Text(e.Account);
        var entity = Text(e.Entity);
        var source = Text(e.Source);
        var sourceId = Text(e.SourceId);
        var dataStart = _buffer.Length;
        json.Reset(_buffer);
        e.Data.Write(json);
        json.Flush();
        var row = new EncodedRow(start, account, entity, source, sourceId, _buffer.Length - dataStart, 0);
        var span = _buffer.Span[start..];
        return row with
        {
            Checksum = RowChecksum.OfEvent(
                span[..account], span.Slice(account, entity), span.Slice(account + entity, source),
                span.Slice(account + entity + source, sourceId),
                span[(dataStart - start)..], KindNames.Utf8(e.Kind), e.Version, e.OccurredAt.UtcTicks),
        };
    }

    private int Text(string text)
    {
        var length = Encoding.UTF8.GetBytes(text, _buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
        _buffer.Advance(length);
        return length;
    }

    public void Dispose() => _buffer.Dispose();
}

/// <summary>Computes the checksum of a row over its fields in a fixed order.</summary>
internal static class RowChecksum
{
    public static uint OfEvent(
        ReadOnlySpan<byte> account, ReadOnlySpan<byte> entity, ReadOnlySpan<byte> source, ReadOnlySpan<byte> sourceId,
        ReadOnlySpan<byte> data, ReadOnlySpan<byte> kind, long version, long occurredAt)
    {
        var crc = Hashing.Crc(0, account);
        crc = Hashing.Crc(crc, entity);
        crc = Hashing.Crc(crc, source);
        crc = Hashing.Crc(crc, sourceId);
        crc = Hashing.Crc(crc, data);
        crc = Hashing.Crc(crc, kind);
        crc = Hashing.Crc(crc, version);
        return Hashing.Crc(crc, occurredAt);
    }

    public static uint OfRow(uint ofEvent, long id, long receivedAt, long decider, string? home, string? former)
    {
        var crc = Hashing.Crc(Hashing.Crc(Hashing.Crc(ofEvent, id), receivedAt), decider);
        return Text(Text(crc, home), former);
    }

    private static uint Text(uint crc, string? text) =>
        text is null ? Hashing.Crc(crc, -1L) : Hashing.Crc(crc, System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
}
