using System.Buffers.Binary;
using System.Text;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>Writes values in PostgreSQL's binary COPY format: a length of four bytes, then the value, both big-endian.</summary>
internal static class CopyRow
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Header(PooledBuffer buffer) => buffer.Put(Signature);

    // 11 bytes signature, 4 bytes flags, 4 bytes extension length.
    private static ReadOnlySpan<byte> Signature =>
        [
            (byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0,
            0, 0,
        ];

    public static void Trailer(PooledBuffer buffer) => buffer.Put([0xFF, 0xFF]);

    public static void Fields(PooledBuffer buffer, short count)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.GetSpan(2), count);
        buffer.Advance(2);
    }

    public static void Int(PooledBuffer buffer, int value)
    {
        var span = buffer.GetSpan(8);
        BinaryPrimitives.WriteInt32BigEndian(span, 4);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], value);
        buffer.Advance(8);
    }

    public static void Long(PooledBuffer buffer, long value)
    {
        var span = buffer.GetSpan(12);
        BinaryPrimitives.WriteInt32BigEndian(span, 8);
        BinaryPrimitives.WriteInt64BigEndian(span[4..], value);
        buffer.Advance(12);
    }

    public static void Time(PooledBuffer buffer, DateTimeOffset value) =>
        Long(buffer, (value - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public static void Null(PooledBuffer buffer) => buffer.Put([0xFF, 0xFF, 0xFF, 0xFF]);

    /// <exception cref="EncoderFallbackException">The text contains an unpaired surrogate.</exception>
    public static void Text(PooledBuffer buffer, string text)
    {
        var span = buffer.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Strict.GetBytes(text, span[4..]);
        BinaryPrimitives.WriteInt32BigEndian(span, length);
        buffer.Advance(4 + length);
    }

    public static void TextOrNull(PooledBuffer buffer, string? text)
    {
        if (text is null)
            Null(buffer);
        else
            Text(buffer, PostgresText.Escape(text));
    }

    public static void Put(this PooledBuffer buffer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.GetSpan(bytes.Length));
        buffer.Advance(bytes.Length);
    }
}
