namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>The checksum of zip entries (IEEE 802.3), eight bytes a step. The framework's zip reader does not check it.</summary>
internal static class Crc32
{
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        var table = Table;
        while (bytes.Length >= 8)
        {
            var low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = table[7 * 256 + (low & 0xFF)] ^ table[6 * 256 + (low >> 8 & 0xFF)] ^ table[5 * 256 + (low >> 16 & 0xFF)] ^ table[4 * 256 + (low >> 24)]
                ^ table[3 * 256 + bytes[4]] ^ table[2 * 256 + bytes[5]] ^ table[256 + bytes[6]] ^ table[bytes[7]];
            bytes = bytes[8..];
        }
        foreach (var b in bytes)
            crc = table[(byte)crc ^ b] ^ crc >> 8;
        return ~crc;
    }

    private static readonly uint[] Table = BuildTable();

    private static uint[] BuildTable()
    {
        var table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }
        for (var i = 256; i < table.Length; i++)
            table[i] = table[i - 256] >> 8 ^ table[(byte)table[i - 256]];
        return table;
    }
}
