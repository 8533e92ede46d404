using System.Text;
using System.Xml;

namespace OneLead.Sources.Workbooks;

/// <summary>Says what a damaged file throws as a <see cref="WorkbookException"/>.</summary>
internal static class Damage
{
    public static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Of(e);
        }
    }

    public static IEnumerable<SheetRow> Guard(IEnumerable<SheetRow> rows)
    {
        using var row = rows.GetEnumerator();
        while (Guard(row.MoveNext))
            yield return row.Current;
    }

    // What the framework's zip, inflate, text and XML readers throw at bytes that are not what they should be. An IOException of the disk is none of them.
    private static bool IsDamage(Exception e) => e is InvalidDataException or XmlException or DecoderFallbackException or EndOfStreamException or NotSupportedException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException;

    private static WorkbookException Of(Exception e) => new("The file is damaged, or not an .xlsx workbook: " + e.Message, e);
}
