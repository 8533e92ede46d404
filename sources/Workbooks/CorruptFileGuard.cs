using System.Text;
using System.Xml;

namespace OneLead.Sources.Workbooks;

/// <summary>Translates the exceptions that damaged files cause to <see cref="WorkbookException"/>.</summary>
internal static class CorruptFileGuard
{
    public static T Run<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsCorruption(e))
        {
            throw Of(e);
        }
    }

    public static IEnumerable<SheetRow> Run(IEnumerable<SheetRow> rows)
    {
        using var row = rows.GetEnumerator();
        while (Run(row.MoveNext))
            yield return row.Current;
    }

    // Thrown by the framework's zip, inflate, text and XML readers for invalid bytes. An IOException of the disk is not one of them.
    private static bool IsCorruption(Exception e) => e is
        InvalidDataException or XmlException or DecoderFallbackException or EndOfStreamException or NotSupportedException
        or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException;

    private static WorkbookException Of(Exception e) => new("The file is damaged, or not an .xlsx workbook: " + e.Message, e);
}
