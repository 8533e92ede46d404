using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OneLead.Views;

/// <summary>Writes values in a compact format: zigzag numbers of 1 to 10 bytes; each distinct text once.</summary>
internal sealed class ViewWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    public ViewWriter(byte format) => Byte(format);

    public void Number(long value)
    {
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
            Byte((byte)(zigzag | 0x80));
        Byte((byte)zigzag);
    }

    /// <summary>Writes a sum, which may exceed a long; others have the bytes of <see cref="Number"/>.</summary>
    public void Sum(Int128 value)
    {
        var zigzag = (UInt128)((value << 1) ^ (value >> 127));
        for (; zigzag >= 0x80; zigzag >>= 7)
            Byte((byte)((byte)(zigzag & 0x7F) | 0x80));
        Byte((byte)zigzag);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes 0 for null, 1 before a new text, and n + 2 for the text with index n.</summary>
    public void Optional(string? value)
    {
        if (value is null)
        {
            Number(0);
        }
        else if (_texts.TryGetValue(value, out var known))
        {
            Number(known + 2);
        }
        else
        {
            _texts.Add(value, _texts.Count);
            Number(1);
            Number(Encoding.UTF8.GetByteCount(value));
            Encoding.UTF8.GetBytes(value, _buffer);
        }
    }

    public void Text(string value) => Optional(value);

    public void Texts(ImmutableArray<string> values)
    {
        Number(values.Length);
        foreach (var value in values)
            Text(value);
    }

    /// <summary>Writes hundredths if they are exact, else the digits as text, because rates may have more than two decimals.</summary>
    public void Amount(decimal value)
    {
        var hundredths = value * 100;
        var exact = decimal.IsInteger(hundredths) && Math.Abs(hundredths) < long.MaxValue / 4;
        Flag(exact);
        if (exact)
            Number((long)hundredths);
        else
            Text(value.ToString(CultureInfo.InvariantCulture));
    }

    public void Optional(decimal? value)
    {
        Flag(value is not null);
        if (value is { } amount)
            Amount(amount);
    }

    public void Instant(DateTimeOffset value) => Number(value.UtcTicks);

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    private void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
