using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Csv;

/// <summary>Rows that are stored and that nothing but a list reads, and rows that give no event.</summary>
public sealed class UnusedRowTests : IDisposable
{
    private const string NotRead = "No score or page is built on this table yet. Deep dive lists its rows.";
    private const string NoAccount = "They name no account, so they count in no score. Deep dive lists them.";

    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-unused").FullName;

    public static TheoryData<string, string, long, string?> Tables => new()
    {
        { "customers", "customer_id,customer_name\nC1,Acme\nC2,Bolt\n", 0, null },
        { "campaigns", "campaign_id,campaign_name\nK1,Spring\nK2,Autumn\n", 2, NotRead },
        { "campaign_engagement", "engagement_id,campaign_id,engagement_date\nE1,K1,2025-08-01\nE2,K1,2025-08-02\nE3,K2,2025-08-03\n", 3,
            NoAccount },
        { "quotes", "quote_id,customer_id,quote_number\nQ1,C1,1\n", 1, NotRead },
        { "quote_line_items", "line_item_id,quote_id,quantity\nL1,Q1,4\nL2,Q1,2\n", 2, NotRead },
        { "ticket_worklog", "worklog_id,ticket_id,minutes\nW1,T1,30\n", 1, NotRead },
        // One ticket names no customer.
        { "support_tickets", "ticket_id,customer_id,created_date\nT1,C1,2025-08-01\nT2,,2025-08-01\n", 1, NoAccount },
        // What adds to the tickets of another table counts with them.
        { "ticket_resolution", "ticket_id,resolution_date\nT1,2025-08-04\n", 0, null },
        // An account's page shows contacts and orders.
        { "customer_contacts", "contact_id,customer_id,first_name\nP1,C1,Kim\n", 0, null },
        { "product_releases", "product_id,version_number,eol_date\nP,1,2020-01-01\n", 0, null },
        { "unheard_of", "key,value\nk1,1\nk2,2\n", 2, NotRead },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_report_of_a_table_counts_the_rows_that_are_stored_and_not_used_yet(
        string table, string text, long unused, string? reason)
    {
        var report = Read(table, text);
        var sheet = Assert.Single(report.Sheets);
        Assert.Equal((unused, reason, 0L), (sheet.Unused, sheet.UnusedReason, sheet.Refused));
        Assert.Equal(unused, report.Unused);
    }

    [Fact]
    public void Both_reasons_are_counted_where_both_apply()
    {
        const string yaml = """
            name: both
            ids: own
            tables:
              touches:
                - { kind: raw, id: id, when: { what: Note } }
                - { kind: engagement, id: id, when: { what: Visit }, fields: { at: date } }
            """;
        var sheet = Assert.Single(
            Read("touches", "id,what,date\n1,Note,2025-08-01\n2,Visit,2025-08-01\n3,Visit,2025-08-02\n", yaml).Sheets);
        Assert.Equal((3L, "No score or page is built on 1 of them yet; 2 name no account. Deep dive lists them."),
            (sheet.Unused, sheet.UnusedReason));
    }

    [Fact]
    public void A_row_that_no_rule_takes_is_refused()
    {
        const string yaml = """
            name: some
            ids: own
            tables:
              companies: { kind: account, id: id, when: { type: Customer }, fields: { name: name } }
            """;
        var report = Read("companies", "id,type,name\n1,Customer,Acme\n2,Partner,Bolt\n", yaml);
        Assert.Equal((2L, 1L, 1L), (report.Rows, report.Events, report.Refused));
        Assert.Equal(new RowError("companies.csv", 3, "", "",
            "no rule of the mapping takes the row, or it has no value besides its id", true),
            Assert.Single(report.Errors));
    }

    [Fact]
    public void Rows_without_data_are_counted_by_reason()
    {
        var report = Read("customers", "customer_id,customer_name\nC1,Acme\ncustomer_id,customer_name\nTotal,\n");
        Assert.Equal((1L, 2L), (report.Rows, report.Skipped));
        Assert.Equal([("repeated_header", 1), ("total", 1)], report.Sheets[0].SkippedReasons.Select(r => (r.Key, r.Value)));
    }

    [Theory]
    [InlineData("crm-warehouse", "visits", "day,visitor,pages\n2026-01-01,ann,3\n2026-01-01,bob,5\n2026-01-02,ann,1\n", 3)]
    [InlineData("sales-analytics", "remarks", "Customer,Product,Note\nAcme,P1,a\nAcme,P2,b\nAcme,P1,a\n", 3)]
    [InlineData("hubspot", "deals", "id,name\n1,One\n1,Two\n2,Three\n", 3)]
    [InlineData("hubspot", "deals", "id,name\n501,One\n501.0,Two\n", 2)]
    [InlineData("sales-analytics", "remarks", "Customer,Note\nAcme,a\nAcme,b\nTotal,\n", 2)]
    public void Each_row_of_a_table_without_unique_ids_is_listed(string mapping, string table, string text, int rows)
    {
        var (events, report) = Events(table, text, SourceMapping.Shipped(mapping)!);
        Assert.Equal(rows, events.Select(e => e.Entity).Distinct().Count());
        Assert.Equal((rows, rows, 0L), (report.Events, report.Unused, report.ErrorCount));
        Assert.Contains("each row is kept as a record of its own", Assert.Single(report.Sheets[0].Notes), StringComparison.Ordinal);
        Assert.Equal(events, Events(table, text, SourceMapping.Shipped(mapping)!).Events);
        // A longer file on the next day adds rows and changes none.
        var later = Events(table, text + (text.Split('\n')[0].Split(',').Length == 2 ? "9,9\n" : "9,9,9\n"),
            SourceMapping.Shipped(mapping)!, new DateOnly(2025, 8, 30));
        Assert.Subset(later.Events.Select(e => e.Entity).ToHashSet(), events.Select(e => e.Entity).ToHashSet());
        Assert.Equal(rows + 1, later.Events.Count);
    }

    [Theory]
    [InlineData("id,name", "1")]
    [InlineData("name,ID", "x")]
    [InlineData("visit_id,name", "1")]
    [InlineData("Record ID,name", "1")]
    [InlineData("visitId,name", "1")]
    public void A_column_that_is_named_as_an_id_and_is_unique_identifies_the_rows(string header, string id)
    {
        var (events, report) = Events("visits", $"{header}\n1,x\n2,y\n", SourceMapping.Shipped("crm-warehouse")!);
        Assert.Equal($"crm-warehouse:visits:{(id == "x" ? "x" : "1")}", events[0].Entity);
        Assert.Empty(report.Sheets[0].Notes);
    }

    [Theory]
    [InlineData("paid,name")]
    [InlineData("Monkey,name")]
    [InlineData("name,customer_id")]
    public void Another_column_identifies_no_rows(string header) => Assert.StartsWith("crm-warehouse:visits:row-",
        Events("visits", $"{header}\n1,x\n2,y\n", SourceMapping.Shipped("crm-warehouse")!).Events[0].Entity, StringComparison.Ordinal);

    [Fact]
    public void A_listed_row_with_the_id_of_an_earlier_one_is_refused()
    {
        var (events, report) = Events("campaigns", "campaign_id,campaign_name\nK1,Spring\nK1,Autumn\n",
            SourceMapping.Shipped("sales-analytics")!);
        Assert.Equal((1, 1L, 1L), (events.Count, report.Unused, report.Refused));
        Assert.Equal(new RowError("campaigns.csv", 3, "campaign_id", "K1", "occurs in an earlier row", true), Assert.Single(report.Errors));
    }

    [Fact]
    public void A_mapped_table_without_its_id_column_says_so() =>
        Assert.Equal("the id column is missing: name it 'id', or put it first with a name that ends in 'id'",
            Events("deal", "name,stage\nOne,won\n", SourceMapping.Shipped("hubspot")!).Report.Sheets[0].Problem);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ImportReport Read(string table, string text, string? yaml = null)
    {
        var mapping = SourceMapping.Shipped("sales-analytics")!;
        if (yaml is not null)
            Assert.True(SourceMapping.TryParse(yaml, "test.yaml", out mapping!, out var errors), string.Join('\n', errors));
        return Events(table, text, mapping).Report;
    }

    private (List<ChangeEvent> Events, ImportReport Report) Events(string table, string text, SourceMapping mapping, DateOnly? date = null)
    {
        var path = Path.Combine(_folder, table + ".csv");
        File.WriteAllText(path, text);
        using var import = CsvImport.Open(path, table + ".csv", mapping,
            new CsvOptions { DataDate = date ?? new DateOnly(2025, 8, 29) });
        var events = import.Read().SelectMany(b => b.Events).ToList();
        Assert.Equal(import.Report.Events, events.Count);
        Assert.All(events.Where(e => e.Kind == EventKind.Raw), e => Assert.Equal(table, e.Data["table"].Text));
        return (events, import.Report);
    }
}
