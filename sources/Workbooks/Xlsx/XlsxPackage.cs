using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>
/// An .xlsx file. Opening inflates every needed part once to count, check and hash it before anything is parsed; the sheets are
/// then streamed.
/// </summary>
internal sealed class XlsxPackage : IDisposable
{
    private readonly ZipArchive _zip;
    private readonly WorkbookOptions _options;
    private readonly string[] _strings;
    private readonly CellStyle[] _styles;

    private XlsxPackage(ZipArchive zip, long bytes, WorkbookOptions options)
    {
        (_zip, _options) = (zip, options with
        {
            MaxInflatedBytes = InflationBudget.MostOf(bytes, options.MaxRatio, options.MaxInflatedBytes),
        });
        if (zip.Entries.Any(e => e.IsEncrypted))
            throw new WorkbookException("The file is encrypted with a password.");
        var main = WorkbookPart.Locate(Open(Entry("_rels/.rels") ?? throw NotAWorkbook()));
        if (main.EndsWith(".bin", StringComparison.OrdinalIgnoreCase))
            throw new WorkbookException("The file is a binary workbook (.xlsb). Save it as .xlsx.");
        var links = PartLinks.Read(Open(Required(PartLinks.Of(main))), main, options);
        Workbook = WorkbookPart.Read(Open(Required(main)), links, options);
        var texts = links.OfType("sharedStrings");
        var styles = links.OfType("styles");
        ContentHash = HashOf([main, .. new[] { texts, styles }.OfType<string>(), .. Workbook.Sheets.Select(s => s.Part)]);
        _strings = texts is not null && Entry(texts) is { } table ? SharedStrings.Read(Open(table), options) : [];
        _styles = styles is not null && Entry(styles) is { } formats ? CellStyles.Read(Open(formats)) : [];
        Modified = Entry("docProps/core.xml") is { } core ? ReadModified(Open(core)) : null;
    }

    public static XlsxPackage Open(Stream file, WorkbookOptions options)
    {
        ZipDirectory.Check(file, options);
        var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            return new XlsxPackage(zip, file.Length, options);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    public WorkbookPart Workbook { get; }

    /// <summary>SHA-256 over the parts that are read; unchanged if the file is repacked.</summary>
    public string ContentHash { get; }

    /// <summary>The modification time in the workbook's properties.</summary>
    public DateTimeOffset? Modified { get; }

    public IEnumerable<SheetRow> Rows(SheetEntry sheet) =>
        new SheetParser(sheet.Name, _strings, _styles, Workbook.From1904, _options).Read(Open(Required(sheet.Part)));

    public void Dispose() => _zip.Dispose();

    private string HashOf(IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var budget = new InflationBudget(_options.MaxInflatedBytes);
        var buffer = new byte[1 << 16];
        foreach (var part in parts.Distinct(StringComparer.Ordinal))
        {
            var entry = Required(part);
            hash.AppendData(Encoding.UTF8.GetBytes(part + "\n"));
            using var stream = new GuardedStream(
                entry.Open(), part, entry.CompressedLength, budget, _options, isUtf8: WideEncoding(entry) is null);
            var crc = new Crc32();
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                crc.Append(buffer.AsSpan(0, count));
                hash.AppendData(buffer, 0, count);
            }
            if (crc.GetCurrentHashAsUInt32() != entry.Crc32 || stream.Position != entry.Length)
                throw new WorkbookException($"The file is damaged: the checksum of '{part}' does not fit.");
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static DateTimeOffset? ReadModified(Stream part)
    {
        using var xml = PartReader.Open(part, new PartNames());
        while (xml.Next())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "modified")
                return DateTimeOffset.TryParse(xml.ReadElementContentAsString(), CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                    ? time
                    : null;
        }
        return null;
    }

    private GuardedStream Open(ZipArchiveEntry entry)
    {
        var part = entry.Open();
        var text = WideEncoding(entry) is { } wide ? Encoding.CreateTranscodingStream(part, wide, Encoding.UTF8) : part;
        return new GuardedStream(text, entry.FullName, entry.CompressedLength, new InflationBudget(_options.MaxInflatedBytes), _options);
    }

    // Parts are UTF-8 or UTF-16. XML starts with a byte order mark or '<'.
    private static UnicodeEncoding? WideEncoding(ZipArchiveEntry entry)
    {
        Span<byte> start = stackalloc byte[2];
        using var part = entry.Open();
        var length = part.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length] switch
        {
            [0xFF, 0xFE] or [(byte)'<', 0] => new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF] or [0, (byte)'<'] => new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => null,
        };
    }

    private WorkbookException NotAWorkbook() => new(
        Entry("mimetype") is not null && Entry("content.xml") is not null
            ? "The file is an OpenDocument spreadsheet (.ods). Save it as .xlsx."
            : "The file is a zip archive, but not an .xlsx workbook.");

    // Part names ignore case, and some writers use backslashes.
    private ZipArchiveEntry? Entry(string part) =>
        _zip.GetEntry(part)
        ?? _zip.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(part, StringComparison.OrdinalIgnoreCase));

    private ZipArchiveEntry Required(string part) =>
        Entry(part) ?? throw new WorkbookException($"The workbook is damaged: '{part}' is missing.");
}
