using System.IO.Compression;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;
using OneLead.Sources.Values;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Tests.Csv;

public sealed class CsvImportTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2025, 8, 29, 0, 0, 0, TimeSpan.Zero);

    private const string Customers =
        "customer_id,customer_name,annual_revenue,customer_tier\nCUST-1,Acme Inc,\"1,250,000.00\",Gold\nCUST-2,\"Bolt\nLtd\",,Silver\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-csv").FullName;

    [Fact]
    public void A_table_is_known_by_its_file_and_its_rows_are_mapped()
    {
        var (events, letters, report) = Read(File("CUSTOMERS_2025-08-29.csv", Customers));
        Assert.Empty(letters);
        Assert.Equal(
            [
                Account("CUST-1", "Acme Inc", FieldValue.Of(1_250_000), "Gold"),
                Account("CUST-2", "Bolt\nLtd", FieldValue.Null, "Silver"),
            ],
            events);
        var sheet = Assert.Single(report.Sheets);
        Assert.Equal(("CUSTOMERS_2025-08-29.csv", EventKind.Account, 2L, 2L, 0L),
            (sheet.Name, sheet.Kind, sheet.Rows, sheet.Events, sheet.Refused));
        Assert.Contains(new ColumnMatch("customer_tier", "tier"), sheet.Matched);
        Assert.Contains("industry", sheet.Absent);
        Assert.Equal(("option", Day), (report.DataDateFrom, report.DataDate));

        ChangeEvent Account(string id, string name, FieldValue revenue, string tier) => new(
            $"customer:{id}", EventKind.Account, id, EventSchema.Version, "sales-analytics", $"{Import(events[0])}:customers:{id}", Day,
            EventData.Of(("customerId", FieldValue.Of(id)), ("name", FieldValue.Of(name)), ("annualRevenue", revenue),
                ("tier", FieldValue.Of(tier))));
    }

    [Theory]
    [InlineData("0.6", "0.05", "0.6,0.05")]
    [InlineData("60", "0.5", "0.6,0.005")]
    [InlineData("60", "1", "0.6,0.01")]
    [InlineData("1", "0.5", "1,0.5")]
    [InlineData("0.6", "45%", "0.6,0.45")]
    public void The_values_of_a_column_decide_whether_it_holds_percentages(string first, string second, string wanted)
    {
        var deals = File("deals.csv", $"id,account_id,stage,probability\nd1,a1,negotiation,{first}\nd2,a1,negotiation,{second}\n");
        using var import = CsvImport.Open(deals, "deals.csv", SourceMapping.Shipped("crm-warehouse")!);
        var events = import.Read().SelectMany(b => b.Events).ToList();
        Assert.Equal(wanted, string.Join(',', events.Select(e => e.Data["probability"].ToString())));
    }

    [Theory]
    [InlineData(',', "utf-8", false)]
    [InlineData(';', "utf-8", true)]
    [InlineData('\t', "utf-16", true)]
    [InlineData('|', "utf-16", false)]
    [InlineData(',', "utf-16BE", true)]
    [InlineData(';', "windows-1252", false)]
    public void Separators_and_encodings_are_found_out(char separator, string encoding, bool hasMark)
    {
        var text = string.Join('\n', new string[][]
        {
            ["Customer ID", "CUSTOMER_NAME", "country"], ["1", "Müller & Söhne", "Österreich"], ["2", "Ångström", "Sverige"],
        }.Select(r => string.Join(separator, r)));
        var encoded = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var path = Path.Combine(_folder, "customers.csv");
        System.IO.File.WriteAllBytes(path, [.. hasMark ? encoded.GetPreamble() : [], .. encoded.GetBytes(text)]);
        var (events, _, _) = Read(path);
        Assert.Equal([("1", "Müller & Söhne", "Österreich"), ("2", "Ångström", "Sverige")],
            events.Select(e => (e.Entity, e.Data["name"].Text, e.Data["country"].Text)));
    }

    [Fact]
    public void The_same_file_gives_the_same_events_and_another_date_or_mapping_gives_others()
    {
        var path = File("customers.csv", Customers);
        Assert.Equal(Read(path).Events, Read(path).Events);
        Assert.Equal(Read(path, new CsvOptions { Received = Day }).Events.Select(e => e.SourceId),
            Read(path, new CsvOptions { Received = Day.AddDays(1), FileTime = null }).Events.Select(e => e.SourceId));
        Assert.NotEqual(Read(path).Events[0].SourceId,
            Read(path, new CsvOptions { DataDate = new DateOnly(2025, 8, 30) }).Events[0].SourceId);
        var own = SourceMapping.ShippedText("sales-analytics")! + "# mine\n";
        Assert.True(SourceMapping.TryParse(own, "own", out var mapping, out _));
        Assert.NotEqual(Read(path).Events[0].SourceId, Read(path, null, mapping).Events[0].SourceId);
    }

    [Fact]
    public void Rows_that_fail_are_listed_with_line_column_and_value_and_become_dead_letters()
    {
        var path = File("customers.csv",
            "customer_id,Customer Name,annual_revenue\n1,Acme,much\n2,,5\n,Nobody,5\n1,Twice,5\n7,Seven\n\n8,Eight,8\n");
        var (events, letters, report) = Read(path);
        Assert.Equal(["8"], events.Select(e => e.Entity));
        Assert.Equal(
            [
                new("customers.csv", 2, "annual_revenue", "much", "is not a number", true),
                new("customers.csv", 3, "Customer Name", "", "is missing", true),
                new("customers.csv", 4, "customer_id", "", "is missing: the record has no id", true),
                new("customers.csv", 5, "customer_id", "1", "occurs in an earlier row", true),
                new RowError("customers.csv", 6, "", "", "the row has 2 fields, the header 3", true),
            ],
            report.Errors.AsEnumerable());
        var sheet = Assert.Single(report.Sheets);
        Assert.Equal((6L, 1L, 1L, 5L, 1L), (sheet.Rows, sheet.Blank, sheet.Events, sheet.Refused, sheet.Repeated));
        Assert.Equal(5, letters.Count);
        var (first, import) = (letters[0], Import(events[0]));
        Assert.Equal(("sales-analytics", $"{import}:customers:1", "customers",
            "customers.csv, line 2: annual_revenue 'much' is not a number"), (first.Source, first.SourceId, first.Entity, first.Reason));
        var record = RecordJson.Read(first.Content);
        Assert.Equal(
            new("sales-analytics", "customers", "1", RecordChange.Full, Day, first.SourceId,
                EventData.Of(("annual_revenue", FieldValue.Of("much")), ("customer_id", FieldValue.Of("1")),
                ("customer_name", FieldValue.Of("Acme"))))
            { Decimal = DecimalMark.Unknown },
            record);
        Assert.Equal("""["7","Seven"]""", RecordJson.Read(letters[4].Content).Fields["_row"].Text);
        // Corrected, it maps as the row would have.
        var mapped = SourceMapping.Shipped("sales-analytics")!.Map(
            record with { Fields = record.Fields.With("annual_revenue", FieldValue.Of("5")) });
        Assert.Equal("Acme", Assert.Single(mapped.Events).Data["name"].Text);
    }

    [Fact]
    public void References_are_checked_within_one_import_whatever_the_order_of_its_files()
    {
        File("customer_products.csv", "install_id,customer_id,product_id\nI1,CUST-1,P1\nI2,CUST-9,P1\n");
        File("customers.csv", Customers);
        File("notes.txt", "not a table");
        var (events, letters, report) = Read(_folder);
        Assert.Empty(letters);
        Assert.Equal([EventKind.Account, EventKind.Account, EventKind.Item, EventKind.Item], events.Select(e => e.Kind));
        Assert.Equal([new RowError("customer_products.csv", 3, "customer_id", "CUST-9", "does not exist in customers", false)],
            report.Errors.AsEnumerable());
        Assert.Equal((1L, "references to products were not checked: the table is not in this import"),
            (report.Sheets[1].Warned, Assert.Single(report.Sheets[1].Notes)));
    }

    [Fact]
    public void An_archive_is_read_like_a_folder()
    {
        var path = Path.Combine(_folder, "export.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in new[]
            {
                ("data/customers.csv", Customers), ("data/sales_targets.csv", "target_id,quarter\nT1,Q1 2024\n"), ("readme.md", "#"),
            })
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        var (events, _, report) = Read(path);
        Assert.Equal(["CUST-1", "CUST-2", "sales_targets:T1"], events.Select(e => e.Entity));
        Assert.Equal(("unassigned:sales-analytics", """{"sales_targets.quarter":"Q1 2024","table":"sales_targets"}"""),
            (events[2].Account, Encoding.UTF8.GetString(events[2].Data.ToJson())));
        Assert.Equal(["customers.csv", "sales_targets.csv"], report.Sheets.Select(s => s.Name));
    }

    [Fact]
    public void Tables_that_no_mapping_names_are_kept_raw_or_say_so()
    {
        var path = File("unheard_of.csv", "key;Value\nk1;v1\n");
        var raw = Assert.Single(Read(path).Events);
        Assert.Equal((EventKind.Raw, "unheard~5Fof:k1", """{"table":"unheard_of","unheard_of.Value":"v1","unheard_of.key":"k1"}"""),
            (raw.Kind, raw.Entity.Replace("_", "~5F", StringComparison.Ordinal), Encoding.UTF8.GetString(raw.Data.ToJson())));
        Assert.True(SourceMapping.TryParse("{name: strict, tables: {}}", "strict", out var strict, out _));
        Assert.Equal("the mapping 'strict' has no table 'unheard_of'", Assert.Single(Read(path, null, strict).Report.Sheets).Problem);
    }

    [Theory]
    [InlineData("", "it has no header")]
    [InlineData("\n\n", "it has no header")]
    [InlineData("name,country\nAcme,AT\n", "the id column 'customer_id' is missing")]
    [InlineData("customer_id,Customer ID\n1,2\n", "the column 'customer_id' occurs twice")]
    [InlineData("customer_id,customer_name\n1,\"never closed", null)]
    public void A_file_that_is_no_table_says_why(string text, string? problem) =>
        Assert.Equal(problem, Assert.Single(Read(File("customers.csv", text)).Report.Sheets).Problem);

    [Fact]
    public void What_is_too_much_ends_the_reading_and_says_so()
    {
        var path = File("customers.csv", "customer_id,customer_name\n1,a\n2,\"" + new string('x', 200_000) + "\n3,c\n");
        var long1 = Read(path, new CsvOptions { MaxRowBytes = 10_000 });
        Assert.StartsWith("it was read up to row 1: ", Assert.Single(long1.Report.Sheets).Problem);
        Assert.Equal("it has more than 1 rows; the rest was not read",
            Assert.Single(Read(File("customers.csv", Customers), new CsvOptions { MaxRows = 1 }).Report.Sheets).Problem);
        Assert.Equal("it has more than 3 columns",
            Assert.Single(Read(File("customers.csv", Customers), new CsvOptions { MaxColumns = 3 }).Report.Sheets).Problem);
        Assert.Throws<CsvException>(() => Read(File("customers.csv", Customers), new CsvOptions { MaxBytes = 10 }));
        Assert.Throws<CsvException>(() => Read(File("broken.zip", "PK\u0003\u0004 this is no archive")));
        Assert.Throws<CsvException>(() => Read(Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName));
    }

    [Fact]
    public void Whatever_a_file_holds_reading_it_ends_with_a_report()
    {
        var random = new Random(13);
        var text = Customers
            + string.Concat(Enumerable.Range(3, 40).Select(i => $"CUST-{i},\"Company \"\"{i}\"\" GmbH\",{i * 1000},Gold\n"));
        for (var round = 0; round < 200; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var i = random.Next(1, 40); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var path = Path.Combine(_folder, "customers.csv");
            System.IO.File.WriteAllBytes(path, bytes[..random.Next(bytes.Length)]);
            var (events, letters, report) = Read(path);
            var sheet = Assert.Single(report.Sheets);
            Assert.Equal((sheet.Events, sheet.Refused, sheet.Rows), (events.Count, letters.Count, sheet.Events + sheet.Refused));
            Assert.All(events, e => Assert.Empty(EventSchema.Check(e.Kind, e.Data)));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static string Import(ChangeEvent change) => change.SourceId.Split(':')[0];

    private static (List<ChangeEvent> Events, List<NewDeadLetter> Letters, ImportReport Report) Read(string path,
        CsvOptions? options = null, SourceMapping? mapping = null)
    {
        options ??= new CsvOptions { DataDate = new DateOnly(2025, 8, 29) };
        using var import = CsvImport.Open(path, Path.GetFileName(path), mapping ?? SourceMapping.Shipped("sales-analytics")!,
            options with { BatchSize = 3 });
        var batches = import.Read(null).ToList();
        return ([.. batches.SelectMany(b => b.Events)], [.. batches.SelectMany(b => b.Letters)], import.Report);
    }
}
