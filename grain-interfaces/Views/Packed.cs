using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OneLead.Views;

/// <summary>Writes values densely: zigzag numbers of 1 to 10 bytes, each text once.</summary>
internal sealed class PackedWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    public PackedWriter(byte format) => Byte(format);

    public void Number(long value)
    {
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
            Byte((byte)(zigzag | 0x80));
        Byte((byte)zigzag);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>0 is null; 1 is a text that follows; n is the text n - 2 before.</summary>
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

    /// <summary>Hundredths where they are exact, else the digits as text: amounts and scores have two decimals, rates may have more.</summary>
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

/// <summary>Reads what <see cref="PackedWriter"/> wrote; throws IndexOutOfRange, Argument or Overflow exceptions on damage.</summary>
internal sealed class PackedReader
{
    private readonly byte[] _bytes;
    private readonly List<string> _texts = [];
    private int _at = 1;

    public PackedReader(byte[] bytes, byte format)
    {
        if (bytes.Length == 0 || bytes[0] != format)
            throw new InvalidDataException("The view of an account is in a format that this version does not read.");
        _bytes = bytes;
    }

    public long Number()
    {
        var zigzag = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = _bytes[_at++];
            zigzag |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        }
    }

    public int Int() => checked((int)Number());

    /// <summary>A length of something that takes at least a byte each, so damage cannot ask for gigabytes.</summary>
    public int Count() => Int() is var n && n >= 0 && n <= _bytes.Length - _at ? n : throw new InvalidDataException("The view of an account is damaged.");

    public bool Flag() => _bytes[_at++] != 0;

    public string? OptionalText()
    {
        var which = Int();
        if (which == 0)
            return null;
        if (which > 1)
            return _texts[which - 2];
        var length = Count();
        var text = Encoding.UTF8.GetString(_bytes, _at, length);
        _at += length;
        _texts.Add(text);
        return text;
    }

    public string Text() => OptionalText() ?? throw new InvalidDataException("The view of an account is damaged.");

    public ImmutableArray<string> Texts()
    {
        var texts = ImmutableArray.CreateBuilder<string>(Count());
        for (var i = texts.Capacity; i > 0; i--)
            texts.Add(Text());
        return texts.MoveToImmutable();
    }

    // Trailing zeros are not kept: 93.1 and 93.10 are one value.
    public decimal Amount() => Flag() ? Number() / 100m : decimal.Parse(Text(), CultureInfo.InvariantCulture);

    public decimal? OptionalAmount() => Flag() ? Amount() : null;

    public DateTimeOffset Instant() => new(Number(), TimeSpan.Zero);
}
