using System.IO.Compression;
using System.Xml;

namespace OneLead.Bench.Imports;

/// <summary>The lower bound for reading a workbook: an XmlReader over its sheets that only looks at element names.</summary>
internal static class BareReader
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

    public static long Rows(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Sum(Rows);
    }

    private static long Rows(ZipArchiveEntry sheet)
    {
        using var stream = sheet.Open();
        using var xml = XmlReader.Create(stream, Settings);
        var rows = 0L;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
                rows++;
        }
        return rows;
    }
}
