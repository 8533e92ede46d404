using System.Globalization;
using System.Xml;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>Finds the cell styles that show a number as a date.</summary>
internal static class DateStyles
{
    private const int MaxStyles = 70_000;

    public static bool[] Read(Stream part)
    {
        var formats = new Dictionary<int, bool>();
        var styles = new List<bool>();
        var inCells = false;
        using var xml = PartReader.Open(part, new PartNames());
        while (xml.Next())
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "cellXfs")
                inCells = false;
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "cellXfs")
                inCells = !xml.IsEmptyElement;
            else if (xml.LocalName == "numFmt" && Id(xml) is { } id)
                formats[id] = ShowsDate(xml.GetAttribute("formatCode") ?? "");
            else if (xml.LocalName == "xf" && inCells)
                styles.Add(Id(xml) is { } format && (formats.TryGetValue(format, out var date) ? date : IsBuiltInDate(format)));
            if (styles.Count > MaxStyles || formats.Count > MaxStyles)
                throw new WorkbookException($"The workbook holds more than {MaxStyles:N0} cell styles.");
        }
        return [.. styles];
    }

    private static int? Id(XmlReader xml) =>
        int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    // 45-47 are elapsed times; 27-36 and 50-58 are dates in East Asian versions.
    private static bool IsBuiltInDate(int id) => id is >= 14 and <= 17 or 22 or >= 27 and <= 36 or >= 50 and <= 58;

    // A year or a day, outside of quoted text, [conditions] and escaped characters.
    internal static bool ShowsDate(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '\\' or '_' or '*': i++; break;
                case '"': i = End('"'); break;
                case '[': i = End(']'); break;
                case ';': return false;
                case 'd' or 'D' or 'y' or 'Y': return true;
            }
            int End(char mark) => format.IndexOf(mark, i + 1) is >= 0 and var end ? end : format.Length;
        }
        return false;
    }
}
