using OneLead.Samples;
using OneLead.Samples.Sheets;
using OneLead.Sources.Workbooks;

namespace OneLead.EndToEnd.Tests.Commands;

/// <summary>Small workbooks of installed items.</summary>
internal static class TestWorkbookFile
{
    private static readonly string[] Columns = ["Serial_Number_Id", "Product_Id", "Product_Name", "Account_Sales_Territory_Id",
        "Product_End_of_Life_Date", "Final_Service_End_Date", "Support_Status"];

    /// <summary>
    /// Writes one item a row, past its end of life and uncovered; a null serial is written as the sources write what they do not know.
    /// </summary>
    public static string Of(DataDirectory folder, string name, params string?[] serials)
    {
        var path = folder.File(name);
        using var file = File.Create(path);
        XlsxWriter.Write(file, [new SampleSheet("Install Base", () => [SampleSheet.Texts(Columns), .. serials.Select(Row)])],
            new DateOnly(2025, 10, 29));
        return path;
    }

    // A territory as a number, a date in words and a blank at the end of a name are cleaned without a word.
    private static Cell[] Row(string? serial) =>
    [
        Cell.Of(serial ?? "(null)"), Cell.Of("654081-B21"), Cell.Of("HP DL360p Gen8 8-SFF CTO Server "), Cell.Of(56088d),
        Cell.Of("2015-07-01"), Cell.Of(new DateOnly(2018, 1, 1)), Cell.Of("Warranty Expired - Uncovered Box"),
    ];
}
