using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OneLead.Views;

/// <summary>
/// Reads what <see cref="ViewWriter"/> wrote; throws IndexOutOfRange, Argument or Overflow exceptions if the bytes are damaged.
/// </summary>
internal sealed class ViewReader
{
    private readonly byte[] _bytes;
    private readonly List<string> _texts = [];
    private int _at = 1;

    public ViewReader(byte[] bytes, byte format)
    {
        if (bytes.Length == 0 || bytes[0] != format)
            throw new InvalidDataException("The view of an account has a format that this version cannot read.");
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

    public Int128 Sum()
    {
        var zigzag = UInt128.Zero;
        for (var shift = 0; ; shift += 7)
        {
            var b = _bytes[_at++];
            zigzag |= (UInt128)(b & 0x7F) << shift;
            if (b < 0x80)
                return (Int128)(zigzag >> 1) ^ -(Int128)(zigzag & 1);
        }
    }

    public int Int() => checked((int)Number());

    /// <summary>
    /// Reads a count of elements of at least one byte each and checks it against the remaining bytes, so that damage cannot
    /// cause a huge allocation.
    /// </summary>
    public int Count() =>
        Int() is var n && n >= 0 && n <= _bytes.Length - _at ? n : throw new InvalidDataException("The view of an account is damaged.");

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

    // Drops trailing zeros: 93.10 is read as 93.1.
    public decimal Amount() => Flag() ? Number() / 100m : decimal.Parse(Text(), CultureInfo.InvariantCulture);

    public decimal? OptionalAmount() => Flag() ? Amount() : null;

    public DateTimeOffset Instant() => new(Number(), TimeSpan.Zero);
}
