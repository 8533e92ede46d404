using System.Xml;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>Reads the workbook's shared strings, the only part that is held in memory.</summary>
internal static class SharedStrings
{
    public static string[] Read(Stream part, WorkbookOptions options)
    {
        var names = new PartNames();
        string si = names.Add("si"), t = names.Add("t"), phonetic = names.Add("rPh");
        var strings = new List<string>();
        var text = new TextBuffer(options.MaxCellText);
        var characters = 0L;
        bool inText = false, inPhonetic = false;
        using var xml = PartReader.Open(part, names);
        while (xml.Next())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when ReferenceEquals(xml.LocalName, si):
                    text.Clear();
                    if (xml.IsEmptyElement)
                        Add();
                    break;
                case XmlNodeType.Element when ReferenceEquals(xml.LocalName, t):
                    inText = !inPhonetic && !xml.IsEmptyElement;
                    break;
                case XmlNodeType.Element when ReferenceEquals(xml.LocalName, phonetic):
                    inPhonetic = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement when ReferenceEquals(xml.LocalName, si):
                    Add();
                    break;
                case XmlNodeType.EndElement when ReferenceEquals(xml.LocalName, phonetic):
                    inPhonetic = false;
                    break;
                case XmlNodeType.EndElement:
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when inText:
                    text.Append(xml);
                    break;
            }
        }
        return [.. strings];

        void Add()
        {
            strings.Add(text.ToString());
            if (strings.Count > options.MaxSharedStrings || (characters += text.Length) > options.MaxSharedCharacters)
                throw new WorkbookException(
                    $"The workbook holds more than {options.MaxSharedStrings:N0} different texts, "
                    + $"or {options.MaxSharedCharacters:N0} characters in them.");
        }
    }
}
