using System.Buffers.Binary;
using System.Text;

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
            throw new WorkbookException(OleProblem(file));
        if (!start.StartsWith("PK\x03\x04"u8))
            throw new WorkbookException(TextProblem(file));
        CheckEntries(file, options.MaxEntries);
        file.Position = 0;
    }

    // An OLE file names its streams in UTF-16.
    private static string OleProblem(Stream file)
    {
        var content = Start(file, 1 << 20);
        return Holds("EncryptedPackage") ? "The file is encrypted with a password. Save it without one."
            : Holds("Workbook") || Holds("Book") ? "The file is an old .xls workbook. Save it as .xlsx."
            : "The file is encrypted with a password, or an old Office file. Save it as .xlsx without a password.";

        bool Holds(string name) => content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
    }

    // Reporting programs name HTML tables, XML spreadsheets and CSV files like workbooks.
    private static string TextProblem(Stream file)
    {
        var text = Encoding.UTF8.GetString(Start(file, 1 << 12)).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        return text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            && text.Contains("urn:schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal)
                ? "The file is an XML spreadsheet of 2003. Save it as .xlsx."
            : text.StartsWith('<') && text.Contains("<t", StringComparison.OrdinalIgnoreCase)
                ? "The file is a web page that is named like a workbook. Save it as .xlsx."
            : text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().IndexOfAny(',', ';', '\t') >= 0
                ? "The file is not an .xlsx workbook but text. Name it .csv to import it as a table."
            : "The file is not an .xlsx workbook.";
    }

    private static byte[] Start(Stream file, int most)
    {
        var start = new byte[(int)Math.Min(file.Length, most)];
        file.Position = 0;
        file.ReadExactly(start);
        return start;
    }

    /// <summary>Checks the number of entries of any zip file.</summary>
    /// <exception cref="WorkbookException">There are more, or the file is cut off.</exception>
    public static void CheckEntries(Stream file, int most)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndLength + MaxComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndLength > tail.Length)
            throw new WorkbookException("The file is cut off or damaged: its zip directory is missing.");
        var offset = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (offset == uint.MaxValue)
            offset = WideOffset(file, file.Length - tail.Length + end);
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

    // The zip64 format keeps the directory's offset in a record of its own. Some programs use it for small files, too.
    private static long WideOffset(Stream file, long end)
    {
        const int locatorLength = 20, recordLength = 56;
        Span<byte> bytes = stackalloc byte[recordLength];
        if (end >= locatorLength && Read(file, end - locatorLength, bytes[..locatorLength]) && bytes.StartsWith("PK\x06\x07"u8)
            && Read(file, BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), bytes) && bytes.StartsWith("PK\x06\x06"u8)
            && BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]) is >= 0 and var offset && offset < file.Length)
            return offset;
        throw new WorkbookException("The file is cut off or damaged: its zip64 directory is missing.");
    }

    private static bool Read(Stream file, long at, Span<byte> bytes)
    {
        if (at < 0 || at > file.Length - bytes.Length)
            return false;
        file.Position = at;
        file.ReadExactly(bytes);
        return true;
    }
}
