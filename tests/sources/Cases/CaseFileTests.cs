using System.Globalization;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Tests.Csv;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Cases;

/// <summary>Reads files that went wrong, and compares with what a careful colleague reads in them.</summary>
public class CaseFileTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [CaseTheory]
    [InlineData("01_sharedstrings_case", "CASE0001=2015-07-01")]
    [InlineData("02_backslash_entries", "BACK0001=2015-07-01")]
    [InlineData("03_cdata", "CDAT0001=2015-07-01")]
    [InlineData("04_date1904", "N1904A=2015-07-01 N1904B=2015-07-01 N1904C=2015-07-01")]
    [InlineData("05_serial_na", "REAL0001=2015-07-14", 13)]
    [InlineData("06_scientific", "104164014992=2015-07-05", 4)]
    [InlineData("07_zero_format", "00001234=2015-07-01 00001234=2015-07-02")]
    [InlineData("08_repeated_header", "HEAD0001=2015-07-01 HEAD0002=2015-07-01")]
    [InlineData("12b_before", "FORM0006=2015-07-01")]
    [InlineData("12c_after", "FORM0006=unchanged")]
    [InlineData("13_stray_xfd", "STRAY0000=2015-07-01 STRAY0001=2015-07-01 STRAY0002=2015-07-01 STRAY0003=2015-07-01")]
    [InlineData("16_hidden_old_sheet", "HIDE0001=2015-07-01")]
    public void Items_have_the_right_end_of_life(string file, string items, int refused = 0)
    {
        var (events, report) = ReadWorkbook(file);
        Assert.Equal(items, string.Join(' ',
            events.Select(e => $"{e.Data["serial"].Text}={(e.Data.TryGet("endOfLife", out var date) ? date.ToString() : "unchanged")}")));
        Assert.Equal(refused, report.Refused);
        Assert.Equal(refused, report.Errors.Count(e => e.Refused));
        Assert.Equal(report.Errors.Length, report.Errors.Select(e => (e.Row, e.Column)).Distinct().Count());
    }

    [CaseTheory]
    [InlineData("09_null_dates")]
    public void Dates_that_mean_none_are_missing(string file)
    {
        var (events, report) = ReadWorkbook(file);
        string[] endless = ["NULLD010", "NULLD011"];
        Assert.Equal(19, events.Length);
        Assert.All(events, e =>
            Assert.Equal(endless.Contains(e.Data["serial"].Text) ? DateOnly.MaxValue : null, e.Data["endOfLife"].AsDate()));
        Assert.All(events, e => Assert.True(e.Data.TryGet("endOfLife", out _)));
        Assert.Empty(report.Errors);
    }

    [CaseTheory]
    [InlineData("13b_stray_late")]
    public void All_rows_before_a_stray_cell_are_taken(string file) => Assert.Equal(2_500, ReadWorkbook(file).Events.Length);

    [CaseTheory]
    [InlineData("17_customer_na")]
    public void Each_company_is_an_account(string file) =>
        Assert.Equal(8, ReadWorkbook(file).Events.Select(e => e.Account).Distinct().Count());

    [CaseTheory]
    [InlineData("20_amounts")]
    public void Amounts_are_certain_or_left_out(string file)
    {
        var (events, report) = ReadWorkbook(file);
        Assert.Equal((0L, 16L, 16L, 16L), (report.Refused, report.Warned, report.Values, report.ErrorCount));
        var amounts = events.ToDictionary(
            e => int.Parse(e.Entity[^2..], CultureInfo.InvariantCulture),
            e => e.Data["amount"].AsNumber());
        Assert.Equal(
            "4=1234567 5=75000.5 6=1234.5 7=1234.5 8=1234.5 9=1234.5 10=1234.5 11=1234.5 12=-1234.5 13=-1200 14=-1200 "
            + "15=-1200 16=-1200 17=1200 18=1234.56 19=1234.5 23=1200 24=1234 27=123456.78 29=1200 32=1200 33=1200 34=12.5 36=0.5 38=1200",
            string.Join(' ', amounts.Where(a => a.Value is not null).Select(a => FormattableString.Invariant($"{a.Key}={a.Value:0.##}"))));
    }

    [CaseTheory]
    [InlineData("30", "501=One=1000 502=Two=1000")]
    [InlineData("31", "9=A=1234 9=B=1234.5 9=C=12000 9=D=999.5")]
    [InlineData("39", "9=Wrong clock=1000")]
    [InlineData("40", "=One=1000 =Two=2000 =Three=2000 =Four=2000 9=Five= 9=Six=10")]
    [InlineData("60", "9=fullwidth=1234 9=fullwidth yen=1234 9=fullwidth grouped=1234 9=ascii=1234 9=arabic=1234")]
    [InlineData("61", "1=Alpha= 2=Beta=")]
    [InlineData("364", "")]
    public void Tables_have_the_right_accounts_and_amounts(string folder, string rows)
    {
        var (events, letters, report) = CsvInputCaseTests.Read(Path.Combine(CaseTheoryAttribute.Folder, "csv", folder),
            new CsvOptions { Received = Received });
        var shown = events.Where(e => folder == "61" || e.Kind == EventKind.Opportunity)
            .Select(e =>
                FormattableString.Invariant(
                $"{e.Account.Split(':').ElementAtOrDefault(2)}={e.Data["name"].Text}={e.Data["amount"].AsNumber():0.##}"));
        Assert.Equal(rows, string.Join(' ', shown));
        Assert.Empty(letters);
        Assert.All(events, e => Assert.True(e.OccurredAt <= Received.AddMinutes(5)));
        Assert.Equal(folder == "364", report.Sheets[0].Problem?.Contains("encoding=shift_jis", StringComparison.Ordinal) == true);
    }

    [CaseTheory]
    [InlineData("19a_future", "19b_now")]
    public void A_workbook_from_the_future_asks_for_its_date(string future, string now)
    {
        Assert.Contains("Give the date of its data", Assert.Throws<WorkbookException>(() => ReadWorkbook(future)).Message,
            StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), Assert.Single(ReadWorkbook(now).Events).OccurredAt);
    }

    private static (ChangeEvent[] Events, ImportReport Report) ReadWorkbook(string file)
    {
        using var import = WorkbookImport.Open(
            File.OpenRead(Path.Combine(CaseTheoryAttribute.Folder, "workbooks", file + ".xlsx")), file,
                WorkbookOptions.Default with { FileTime = Received, Received = Received });
        return ([.. import.Read().SelectMany(b => b)], import.Report);
    }
}
