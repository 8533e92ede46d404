using System.Text;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Tests.Csv;

/// <summary>Tables as programs and people damage them.</summary>
public sealed class CsvInputCaseTests : IDisposable
{
    private static readonly DateTimeOffset Received = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-csv").FullName;

    [Fact]
    public void A_number_with_a_fraction_of_zero_is_the_same_id()
    {
        Write("accounts.csv", "id,name\n501,Alpha\n５０２,Beta\n");
        Write("deals.csv", "id,account_id,name\nD1,501.0,One\nD2,502,Two\nD3, 501\u200B ,Three\n");
        var (events, letters, report) = Read();
        Assert.Empty(letters);
        Assert.Empty(report.Errors);
        Assert.Equal(
            ["crm:crm-warehouse:501", "crm:crm-warehouse:502", "crm:crm-warehouse:501", "crm:crm-warehouse:502", "crm:crm-warehouse:501"],
            events.Select(e => e.Account));
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("None")]
    [InlineData("nan")]
    [InlineData("0")]
    [InlineData("Unknown")]
    [InlineData("-")]
    public void A_placeholder_as_account_id_joins_nobody(string placeholder)
    {
        Write("deals.csv", "id,account_id,name,amount,expected_close_date\n"
            + $"D1,{placeholder},One,N/A,0000-00-00\nD2,{placeholder},Two,10,N/A\n{placeholder},9,Three,1,\n");
        var (events, letters, _) = Read();
        Assert.Equal(["unassigned:crm-warehouse", "unassigned:crm-warehouse"], events.Select(e => e.Account));
        Assert.Equal([null, 10m], events.Select(e => e.Data["amount"].AsNumber()));
        Assert.All(events, e => Assert.True(e.Data["closeDate"].IsNull));
        Assert.Contains("the record has no id", Assert.Single(letters).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rounded_id_is_refused()
    {
        Write("deals.csv", "id,account_id,name\n1.04164E+11,9,One\nD2,1.04164E+11,Two\n");
        var (events, letters, _) = Read();
        Assert.Empty(events);
        Assert.All(letters, l => Assert.Contains("rounded by a spreadsheet", l.Reason, StringComparison.Ordinal));
        Assert.Equal(2, letters.Count);
    }

    [Theory]
    [InlineData("id;account_id;amount\nD1;9;1.234\nD2;9;1.234,50\nD3;9;12.000\nD4;9;999,5\n", "1234 1234.5 12000 999.5")]
    [InlineData("id;account_id;amount\nD1;9;1.234\n", "1234")]
    [InlineData("id,account_id,amount\nD1,9,1.234\nD2,9,0.5\n", "1.23 0.5")]
    [InlineData("id,account_id,amount\nD1,9,\"1,234\"\nD2,9,\"12,5\"\n", "1.23 12.5")]
    [InlineData("id,account_id,amount\nD1,9,\"1,234\"\n", "1234")]
    [InlineData("id,account_id,amount\nD1,9,1.234\nD2,9,5\n", "5")]
    [InlineData("id,account_id,amount\nD1,9,1.234\nD2,9,\"12,5\"\nD3,9,7.25\nD4,9,\"1,234\"\n", "12.5 7.25")]
    [InlineData("id,account_id,amount\nD1,9,１２３４\nD2,9,￥１２３４\nD3,9,\"１，２３４\"\nD4,9,١٢٣٤\n", "1234 1234 1234 1234")]
    public void The_column_or_the_file_decides_about_amounts(string text, string amounts)
    {
        Write("deals.csv", text);
        var (events, letters, report) = Read();
        Assert.Equal(amounts, string.Join(' ', events.Select(e => FormattableString.Invariant($"{e.Data["amount"].AsNumber():0.##}"))));
        Assert.All(letters, l => Assert.Contains("may be 1234 or 1.234", l.Reason, StringComparison.Ordinal));
        Assert.Equal(report.Rows, events.Count + letters.Count);
    }

    [Fact]
    public void A_mapping_may_name_the_decimal_mark()
    {
        Write("deals.csv", "id,account_id,amount\nD1,9,1.234\n");
        var text = SourceMapping.ShippedText("crm-warehouse")!.Replace("others: raw", "others: raw\ndecimal: comma",
            StringComparison.Ordinal);
        Assert.True(SourceMapping.TryParse(text, "own", out var mapping, out _));
        Assert.Equal(1234, Assert.Single(Read(mapping: mapping).Events).Data["amount"].AsNumber());
    }

    [Fact]
    public void Repeated_headers_and_totals_are_no_records()
    {
        Write("accounts.csv", "id,name,industry\n1,Alpha,x\nid,name,industry\n2,Beta,y\nTotal,,\n");
        var (events, letters, report) = Read();
        Assert.Equal(["Alpha", "Beta"], events.Select(e => e.Data["name"].Text));
        Assert.Empty(letters);
        Assert.Equal((2L, 2L), (report.Sheets[0].Rows, report.Sheets[0].Skipped));
    }

    [Fact]
    public void A_time_in_the_future_counts_as_of_receipt_with_a_warning()
    {
        Write("deals.csv", "id,account_id,name,updated_at\nD1,9,One,2062-10-01\nD2,9,Two,2026-10-01\n");
        var (events, _, report) = Read(new CsvOptions { Received = Received });
        Assert.Equal([Received.AddMinutes(5), new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero)], events.Select(e => e.OccurredAt));
        Assert.Equal((2, "is in the future; the row counts as of its receipt", false),
            Assert.Single(report.Errors.Select(e => (e.Row, e.Reason, e.Refused))));
    }

    [Fact]
    public void A_file_from_the_future_counts_as_of_receipt_and_is_the_same_import_tomorrow()
    {
        Write("accounts.csv", "id,name\n1,Alpha\n");
        var (events, _, report) = Read(new CsvOptions { Received = Received, FileTime = Received.AddYears(30) });
        Assert.Equal((Received, "received"), (Assert.Single(events).OccurredAt, report.DataDateFrom));
        Assert.Contains("written in the future", Assert.Single(report.Sheets[0].Notes), StringComparison.Ordinal);
        Assert.Equal(events[0].SourceId, Read(new CsvOptions { Received = Received.AddDays(1), FileTime = Received.AddYears(30) }).Events[0]
            .SourceId);
    }

    [Theory]
    [InlineData("shift_jis", "アルファ商事")]
    [InlineData("gb18030", "中国银行")]
    [InlineData("windows-1251", "Газпром нефть")]
    [InlineData("euc-kr", "삼성전자")]
    public void An_unknown_encoding_is_said_and_read_when_it_is_named(string name, string company)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name)!;
        File.WriteAllBytes(Path.Combine(_folder, "accounts.csv"), encoding.GetBytes($"id,name\r\n1,{company}\r\n"));
        var (events, _, report) = Read();
        Assert.Empty(events);
        Assert.Contains("encoding is unknown", report.Sheets[0].Problem, StringComparison.Ordinal);
        Assert.Equal(company, Assert.Single(Read(new CsvOptions { Encoding = encoding }).Events).Data["name"].Text);
    }

    [Fact]
    public void A_guessed_encoding_is_said()
    {
        File.WriteAllBytes(Path.Combine(_folder, "accounts.csv"),
            CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("id,name\n1,Société créée à Genève\n"));
        var (events, _, report) = Read();
        Assert.Equal("Société créée à Genève", Assert.Single(events).Data["name"].Text);
        Assert.Contains("Windows-1252", Assert.Single(report.Sheets[0].Notes), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private (List<ChangeEvent> Events, List<NewDeadLetter> Letters, ImportReport Report) Read(CsvOptions? options = null,
        SourceMapping? mapping = null) =>
        Read(_folder, options, mapping);

    internal static (List<ChangeEvent> Events, List<NewDeadLetter> Letters, ImportReport Report) Read(string folder,
        CsvOptions? options = null, SourceMapping? mapping = null)
    {
        var files = Directory.GetFiles(folder);
        var path = files.Length == 1 ? files[0] : folder;
        using var import = CsvImport.Open(path, Path.GetFileName(path), mapping ?? SourceMapping.Shipped("crm-warehouse")!, options);
        var batches = import.Read().ToList();
        return ([.. batches.SelectMany(b => b.Events)], [.. batches.SelectMany(b => b.Letters)], import.Report);
    }
}
