using System.Text;
using OneLead.Events;

namespace OneLead.Accounts;

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        if (_rest.IsEmpty)
            throw new InvalidDataException("Packed bytes end too soon.");
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw new InvalidDataException("A packed number is too long.");
    }

    public string Text()
    {
        var length = Number();
        if (length < 0 || length > _rest.Length)
            throw new InvalidDataException("A packed text is longer than its bytes.");
        var text = Encoding.UTF8.GetString(_rest[..(int)length]);
        _rest = _rest[(int)length..];
        return text;
    }

    public FieldValue Value()
    {
        var type = (FieldType)Byte();
        return type switch
        {
            FieldType.Null => FieldValue.Null,
            FieldType.Text => FieldValue.Of(Text()),
            FieldType.Json => FieldValue.Json(Text()),
            FieldType.Number => FieldValue.Of(new decimal([(int)Number(), (int)Number(), (int)Number(), (int)Number()])),
            FieldType.Flag => FieldValue.Of(Byte() != 0),
            _ => throw new InvalidDataException("A packed value has an unknown type."),
        };
    }
}
