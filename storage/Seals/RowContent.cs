using System.Buffers.Binary;
using System.Text;

namespace OneLead.Storage;

/// <summary>
/// The stored columns of a row as the bytes that are sealed. The encoding must never change: seals of former versions are compared with
/// it.
/// </summary>
internal static class RowContent
{
    /// <param name="receivedAt">In .NET ticks, of whole microseconds.</param>
    /// <param name="decider">0 if the row decides about its entity itself.</param>
    public static void Numbers(PooledBuffer buffer, long sequence, long receivedAt, long occurredAt, long version, long decider)
    {
        foreach (var number in (ReadOnlySpan<long>)[sequence, receivedAt, occurredAt, version, decider])
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), number);
            buffer.Advance(sizeof(long));
        }
    }

    public static void Text(PooledBuffer buffer, ReadOnlySpan<byte> utf8)
    {
        Length(buffer, utf8.Length);
        utf8.CopyTo(buffer.GetSpan(utf8.Length));
        buffer.Advance(utf8.Length);
    }

    public static void Text(PooledBuffer buffer, string? text)
    {
        if (text is null)
            Null(buffer);
        else
            Text(buffer, Encoding.UTF8.GetBytes(text));
    }

    public static void Null(PooledBuffer buffer) => Length(buffer, -1);

    private static void Length(PooledBuffer buffer, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), length);
        buffer.Advance(sizeof(int));
    }
}
