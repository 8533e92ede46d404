using System.Globalization;
using System.Xml;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>How a cell style shows a number.</summary>
/// <param name="IsDate">True if it shows a date.</param>
/// <param name="Zeros">The number of digits to which it adds leading zeros; 0 if it adds none.</param>
internal readonly record struct CellStyle(bool IsDate, int Zeros)
{
    /// <summary>The shown text of a whole number with leading zeros; null if it is shown as it is.</summary>
    public string? Shown(double number) =>
        Zeros > 1 && number >= 0 && number < 1e15 && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture).PadLeft(Zeros, '0')
            : null;
}

/// <summary>Finds the cell styles that show a number as a date or with leading zeros.</summary>
internal static class CellStyles
{
    private const int MaxStyles = 70_000, MaxZeros = 40;

    public static CellStyle[] Read(Stream part)
    {
        var formats = new Dictionary<int, CellStyle>();
        var styles = new List<CellStyle>();
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
                formats[id] = Of(xml.GetAttribute("formatCode") ?? "");
            else if (xml.LocalName == "xf" && inCells)
                styles.Add(Id(xml) is not { } format
                    ? default
                    : formats.TryGetValue(format, out var own) ? own : new(IsBuiltInDate(format), 0));
            if (styles.Count > MaxStyles || formats.Count > MaxStyles)
                throw new WorkbookException($"The workbook holds more than {MaxStyles:N0} cell styles.");
        }
        return [.. styles];
    }

    private static int? Id(XmlReader xml) =>
        int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    // 45-47 are elapsed times; 27-36 and 50-58 are dates in East Asian versions.
    private static bool IsBuiltInDate(int id) => id is >= 14 and <= 17 or 22 or >= 27 and <= 36 or >= 50 and <= 58;

    // The zeros of 00000000, also with a sign or colours for other numbers after a semicolon.
    private static CellStyle Of(string format)
    {
        var positive = format.Split(';')[0].Trim();
        var isZeros = positive.Length is > 1 and <= MaxZeros && positive.AsSpan().IndexOfAnyExcept('0') < 0;
        return new(ShowsDate(format), isZeros ? positive.Length : 0);
    }

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
