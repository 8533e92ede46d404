using System.Buffers.Binary;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>
/// Checks a file's first bytes and the size of its zip directory, because the framework's reader creates an object for every
/// listed entry.
/// </summary>
internal static class ZipDirectory
{
    private const int EndLength = 22;
    private const int MaxComment = ushort.MaxValue;

    public static void Check(Stream file, WorkbookOptions options)
    {
        if (file.Length > options.MaxFileBytes)
            throw new WorkbookException($"The file has {file.Length:N0} bytes; at most {options.MaxFileBytes:N0} are read.");
        Span<byte> start = stackalloc byte[8];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (start.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            throw new WorkbookException(
                "The file is encrypted with a password, or an old .xls workbook. Save it as .xlsx without a password.");
        if (!start.StartsWith("PK\x03\x04"u8))
            throw new WorkbookException("The file is not an .xlsx workbook.");
        CheckEntries(file, options.MaxEntries);
        file.Position = 0;
    }

    private static void CheckEntries(Stream file, int most)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndLength + MaxComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndLength > tail.Length)
            throw new WorkbookException("The file is cut off or damaged: its zip directory is missing.");
        var offset = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (offset == uint.MaxValue)
            throw new WorkbookException("The file is a zip archive of more than 4 GiB, which no workbook needs.");
        Span<byte> header = stackalloc byte[46];
        for (var count = 0; offset + header.Length <= file.Length; count++)
        {
            file.Position = offset;
            file.ReadExactly(header);
            if (!header.StartsWith("PK\x01\x02"u8))
                return;
            if (count >= most)
                throw new WorkbookException($"The file holds more than {most:N0} entries.");
            offset += header.Length;
            // The lengths of name, extra field and comment.
            for (var field = 28; field <= 32; field += 2)
                offset += BinaryPrimitives.ReadUInt16LittleEndian(header[field..]);
        }
    }
}
