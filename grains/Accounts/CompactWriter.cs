using System.Buffers;
using System.Text;
using OneLead.Events;

namespace OneLead.Accounts;

/// <summary>Writes variable-length numbers, texts and values.</summary>
internal sealed class CompactWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>Signed, zigzag, seven bits a byte.</summary>
    public void Number(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }
        Byte((byte)rest);
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length));
        _buffer.Advance(length);
    }

    public void Value(FieldValue value)
    {
        Byte((byte)value.Type);
        switch (value.Type)
        {
            case FieldType.Text or FieldType.Json:
                Text(value.Text!);
                break;
            case FieldType.Number:
                Span<int> bits = stackalloc int[4];
                decimal.GetBits(value.Number, bits);
                foreach (var part in bits)
                    Number(part);
                break;
            case FieldType.Flag:
                Byte(value.Number != 0 ? (byte)1 : (byte)0);
                break;
        }
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
