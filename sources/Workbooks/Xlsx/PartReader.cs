using System.Text;
using System.Xml;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>
/// Opens a part as XML: as UTF-8, without DTDs, comments or external references. Depth and the number of names are limited,
/// because a parser keeps open tags and all names in memory.
/// </summary>
internal static class PartReader
{
    private const int MaxDepth = 64;

    /// <summary>Reads the next node.</summary>
    public static bool Next(this XmlReader xml)
    {
        if (!xml.Read())
            return false;
        return xml.Depth <= MaxDepth ? true : throw new WorkbookException($"The workbook nests XML more than {MaxDepth} deep.");
    }

    public static XmlReader Open(Stream part, PartNames names) =>
        XmlReader.Create(new StreamReader(part, Utf8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
            NameTable = names,
        });

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
}

/// <summary>The names of a part's tags and attributes, limited in number.</summary>
internal sealed class PartNames : NameTable
{
    private const int MaxNames = 10_000;
    private int _count;

    public override string Add(string key) => Get(key) ?? Counted(base.Add(key));

    public override string Add(char[] key, int start, int len) => Get(key, start, len) ?? Counted(base.Add(key, start, len));

    private string Counted(string name) =>
        ++_count <= MaxNames ? name : throw new WorkbookException($"The workbook uses more than {MaxNames:N0} different XML names.");
}

/// <summary>Collects the text of one cell or shared string, up to a limit, without intermediate strings.</summary>
internal sealed class TextBuffer(int most)
{
    private char[] _characters = new char[256];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _characters.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Appends the current text node.</summary>
    public void Append(XmlReader xml)
    {
        for (; ; )
        {
            if (Length == _characters.Length)
                Array.Resize(ref _characters, _characters.Length * 2);
            var count = xml.ReadValueChunk(_characters, Length, _characters.Length - Length);
            if (count == 0)
                return;
            if ((Length += count) > most)
                throw new WorkbookException($"A cell holds more than {most:N0} characters.");
        }
    }

    /// <summary>The text, with escapes such as _x000D_ decoded.</summary>
    public override string ToString() => Span.IndexOf("_x") < 0 ? Span.ToString() : XmlConvert.DecodeName(Span.ToString());
}
