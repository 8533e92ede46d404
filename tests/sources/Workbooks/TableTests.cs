using OneLead.Events;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Workbooks;

public class TableTests
{
    private static readonly object?[] ItemHeader = ["Serial_Number_Id", "Product_Name", "Account_Sales_Territory_Id",
        "Product_End_of_Life_Date", "Support_Status"];

    [Fact]
    public void An_installed_item_becomes_an_event_of_its_territory()
    {
        var (events, _) = TestWorkbook.Read(
            ("Install Base", [ItemHeader, ["USE3267F8N", "HP DL360p Gen8 ", 56088.0, new DateOnly(2015, 7, 1), "(null)"]]));
        var item = Assert.Single(events);
        Assert.Equal(new ChangeEvent("territory:56088", EventKind.Item, "hpe:USE3267F8N", 1, "workbook", item.SourceId,
            TestWorkbook.Date, item.Data), item);
        Assert.Equal(
            """{"endOfLife":"2015-07-01","productName":"HP DL360p Gen8","serial":"USE3267F8N","supportStatus":null,"territory":"56088"}""",
            item.Json());
    }

    [Theory]
    [InlineData("Install Base", "serial number id", "ACCOUNT SALES TERRITORY ID")]
    [InlineData("install_base", "Serial Number", "Territory ID")]
    [InlineData("Export 7", "SERIAL_NUMBER_ID", "account_st_id")]
    public void Sheets_and_columns_are_found_however_they_are_spelled(string sheet, string serial, string territory) =>
        Assert.Equal("hpe:S1", Assert.Single(TestWorkbook.Read((sheet, [[serial, territory], ["S1", "7"]])).Events).Entity);

    [Fact]
    public void The_sources_own_typo_is_a_name()
    {
        var (events, report) = TestWorkbook.Read(("Opportunity", [["HPE Opportunity ID", "Opportunity NAme", "Account ST ID",
            "Account Name", "Amount", "Probability"], ["OPE-1", "Refresh", 56180, "APPLIED MATERIALS, INC.", "$75,000", 40]]));
        Assert.Equal("""{"accountName":"APPLIED MATERIALS, INC.","amount":75000,"name":"Refresh","probability":0.4,"territory":"56180"}""",
            Assert.Single(events).Json());
        Assert.Equal("name:56180:APPLIED~20MATERIALS~2C~20INC.", events[0].Account);
        Assert.Empty(report.Sheets[0].Kept);
    }

    [Fact]
    public void A_header_may_stand_below_other_lines() =>
        Assert.Single(TestWorkbook.Read(("Install Base", [["Exported for you"], [], ItemHeader, ["S1", "x", 7, null, null]])).Events);

    [Fact]
    public void A_missing_column_is_named_with_what_was_found()
    {
        var (events, report) = TestWorkbook.Read(("Install Base", [["Serial_Number_Id", "Product"], ["S1", "x"]]));
        Assert.Empty(events);
        Assert.Equal("the required column 'Account_Sales_Territory_Id' is missing; row 1 holds 'Serial_Number_Id', 'Product'",
            Assert.Single(report.Problems).Problem);
    }

    [Fact]
    public void A_sheet_that_is_something_else_is_no_problem_beside_one_that_is_known()
    {
        var (_, report) = TestWorkbook.Read(("Notes", [["Hello"]]), ("Install Base", [ItemHeader]));
        Assert.Empty(report.Problems);
        var notes = report.Sheets.Single(s => s.Name == "Notes");
        Assert.Equal(("not a known sheet; row 1 holds 'Hello'", 1L), (notes.Problem, notes.Unread));
    }

    [Fact]
    public void A_workbook_without_a_known_sheet_is_a_problem() => Assert.Single(TestWorkbook.Read(("Notes", [["Hello"]])).Report.Problems);

    [Fact]
    public void Unknown_columns_are_kept()
    {
        var (events, report) = TestWorkbook.Read(("Install Base", [[.. ItemHeader, "Data Center", "U_POS", "Installed?", "Data center",
            "###"], ["S1", "x", 7, null, null, "Berlin", 12.5, true, "Bonn", "?"]]));
        Assert.Equal(
            """{"column10":"?","dataCenter":"Berlin","dataCenter2":"Bonn","endOfLife":null,"installed":true"""
            + ""","productName":"x","serial":"S1","supportStatus":null,"territory":"7","uPos":12.5}""",
            Assert.Single(events).Json());
        Assert.Equal(new ColumnMatch("Data Center", "dataCenter"), report.Sheets[0].Kept[0]);
    }

    [Fact]
    public void A_row_without_a_serial_or_a_territory_is_refused_with_its_place()
    {
        var (events, report) = TestWorkbook.Read(
            ("Install Base", [ItemHeader, ["(null)", "x", 7, null, null], ["S1", "x", "#", null, null], [], ["S2", "x", 7, null, null]]));
        Assert.Single(events);
        Assert.Equal(
            [
                new RowError("Install Base", 2, "Serial_Number_Id", "(null)", "an item needs a serial number", true),
                new RowError("Install Base", 3, "Account_Sales_Territory_Id", "#", "an item needs a territory to find its account", true),
            ],
            report.Errors.ToArray());
        Assert.Equal((3, 1, 1, 2), (report.Rows, report.Blank, report.Events, report.Refused));
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_left_out_and_its_row_taken()
    {
        var (events, report) = TestWorkbook.Read(("Install Base", [ItemHeader, ["S1", new string('x', 4_001), 7, "3/4/2025", "Active"]]));
        Assert.Equal("""{"serial":"S1","supportStatus":"Active","territory":"7"}""", Assert.Single(events).Json());
        Assert.Equal(["is longer than 4000 characters", "may be day/month or month/day; write yyyy-MM-dd"],
            report.Errors.Select(e => e.Reason).Order(StringComparer.Ordinal));
        Assert.Equal((2, 0), (report.Sheets[0].Values, report.Refused));
    }

    [Fact]
    public void Errors_are_counted_beyond_those_that_are_kept()
    {
        var (_, report) = TestWorkbook.Read(new WorkbookOptions { MaxKeptErrors = 3 },
            ("Install Base", [ItemHeader, .. Enumerable.Repeat<object?[]>([null, "x", 7, null, null], 10)]));
        Assert.Equal((3, 10), (report.Errors.Length, report.ErrorCount));
    }

    [Fact]
    public void Projects_without_an_id_or_with_one_that_was_there_keep_their_history()
    {
        object?[] header = ["Project", "PRJ Customer", "PRJ Customer ID", "PRJ System Status", "PRJ Description",
            "Labor Cost", "PRJ Siebel ID"];
        object?[][] rows = [header, ["P1", "日本銀行", 110083368.0, "CLSD", "A", "Yes", "NOT AUAILABLE"],
            ["P1", "日本銀行", 110083368, "REL", "B", "No", 11572981], ["#", "日本銀行", 110083368, "CLSD", "C", "NULL", "#"],
            ["NOT AVAILABLE", "日本銀行", "-", "CLSD", "C", "1200", "#"], ["#", "#", "#", "CLSD", "C", null, null]];
        var (events, report) = TestWorkbook.Read(("A&PS Project sample", rows));
        Assert.Equal(["customer:110083368", "customer:110083368", "customer:110083368", "name::~E6~97~A5~E6~9C~AC~E9~8A~80~E8~A1~8C"],
            events.Select(e => e.Account));
        Assert.Equal(["P1", "P1:2"], events.Take(2).Select(e => e.Entity));
        Assert.All(events.Skip(2), e => Assert.StartsWith("unknown-", e.Entity, StringComparison.Ordinal));
        Assert.Equal("""{"customerId":"110083368","customerName":"日本銀行","labor":true,"name":"A","opportunityId":null,"status":"CLSD"}""",
            events[0].Json());
        Assert.Equal("11572981", events[1].Data["opportunityId"].Text);
        Assert.Equal([true, false, null, true], events.Select(e => e.Data["labor"].AsFlag()));
        Assert.Equal("a project needs a customer to find its account", Assert.Single(report.Errors).Reason);
        Assert.Equal(events.Select(e => e.Entity), TestWorkbook.Read(("Projects", rows)).Events.Select(e => e.Entity));
    }

    [Fact]
    public void Credits_wait_for_an_account()
    {
        var (events, _) = TestWorkbook.Read(("Service Credits", [["ProjectID", "ProjectName", "PurchasedCredits", "DeliveredCredits",
            "ExpiryInDays", "ContractEndDate"], ["PR-1", "N", 300, 290, ">180", new DateOnly(2026, 7, 31)]]));
        Assert.Equal(Keys.UnassignedCredits, Assert.Single(events).Account);
        Assert.Equal("""{"contractEnd":"2026-07-31","delivered":290,"expiryBucket":">180","name":"N","purchased":300}""", events[0].Json());
        Assert.True(Keys.IsKey(Keys.UnassignedCredits));
    }

    [Fact]
    public void A_repeated_row_has_a_source_id_of_its_own_and_the_same_entity()
    {
        var (events, report) = TestWorkbook.Read(("Install Base", [ItemHeader, ["S1", "x", 7, null, null], ["S1", "y", 7, null, null]]));
        Assert.Equal(["hpe:S1", "hpe:S1"], events.Select(e => e.Entity));
        Assert.Equal(events[0].SourceId + ":0002", events[1].SourceId);
        Assert.Equal(1, report.Sheets[0].Repeated);
    }

    [Fact]
    public void Names_come_before_items_whatever_the_order_of_sheets()
    {
        var (events, _) = TestWorkbook.Read(("Install Base", [ItemHeader, ["S1", "x", 7, null, null]]), ("Opportunity",
            [["Opportunity ID", "Account Name"], ["O1", "A"]]), ("Services", [["Practice", "Sub-Practice", "Services"], ["P", "S", "V"]]));
        Assert.Equal([EventKind.Service, EventKind.Opportunity, EventKind.Item], events.Select(e => e.Kind));
    }

    [Fact]
    public void The_report_travels_as_json_and_errors_as_csv_that_no_spreadsheet_runs()
    {
        var (_, report) = TestWorkbook.Read(
            ("Install Base", [ItemHeader, ["#", "x", 7, null, null], ["S1", "x", 7, "=cmd|' /C calc'!A0", "a, \"b\""]]));
        Assert.Contains("\"kind\": \"item\"", report.ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"missing_marker\": 1", report.ToJson(), StringComparison.Ordinal);
        var csv = new StringWriter();
        report.WriteErrors(csv);
        var lines = csv.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("sheet,row,column,value,reason,refused", lines[0]);
        Assert.StartsWith("Install Base,3,Product_End_of_Life_Date,'=cmd", lines[2], StringComparison.Ordinal);
    }
}
