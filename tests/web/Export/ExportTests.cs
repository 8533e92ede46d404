using System.Globalization;
using System.Text;
using ClosedXML.Excel;

namespace OneLead.Web.Tests.Export;

/// <summary>Downloads exports and opens them as a person would.</summary>
[Collection(nameof(ServerCollection))]
public class ExportTests(ServerFixture server)
{
    [Fact]
    public async Task A_workbook_of_leads_opens_with_heads_filter_formats_and_what_to_do()
    {
        await server.ItemAsync("EXPORT1");
        using var book = await WorkbookAsync("leads/export?format=xlsx&text=EXPORT1&status=all&type=renewal");
        var sheet = book.Worksheet(1);
        Assert.Equal("Leads", sheet.Name);
        Assert.Equal((1, 0), (sheet.SheetView.SplitRow, sheet.SheetView.SplitColumn));
        Assert.Equal("A1:AC2", sheet.AutoFilter.Range.RangeAddress.ToString());
        Assert.Equal(
            [
                "Lead ID", "Type", "Status", "Priority", "Score", "Urgency", "Value score", "Propensity", "Strategic fit",
                "Estimated value from", "Estimated value to", "Currency", "Account ID", "Account", "Territory", "Contract", "Serial",
                "Product ID", "Product", "Family", "Risk", "Assigned to", "Snoozed until", "As of", "Rules version", "Updated (UTC)",
                "Respond by", "Recommended action", "Recommended services",
            ],
            sheet.Row(1).CellsUsed().Select(c => c.GetString()));
        Assert.True(sheet.Cell(1, 1).Style.Font.Bold);
        Assert.All(sheet.ColumnsUsed(), c => Assert.True(c.Width > sheet.Cell(1, c.ColumnNumber()).GetString().Length));

        var lead = await server.GetAsync("/api/v1/leads/hpe:EXPORT1:renewal");
        Assert.Equal("Renewal", Cell(sheet, "Type").GetString());
        var score = Cell(sheet, "Score");
        Assert.Equal((XLDataType.Number, "0.00"), (score.DataType, score.Style.NumberFormat.Format));
        Assert.Equal(lead.GetProperty("lead").GetProperty("score").GetDouble(), score.GetDouble());
        var asOf = Cell(sheet, "As of");
        Assert.Equal((XLDataType.DateTime, "yyyy-mm-dd", new DateTime(2025, 10, 29)),
            (asOf.DataType, asOf.Style.NumberFormat.Format, asOf.GetDateTime()));
        Assert.Equal((XLDataType.DateTime, "yyyy-mm-dd hh:mm:ss"),
            (Cell(sheet, "Updated (UTC)").DataType, Cell(sheet, "Updated (UTC)").Style.NumberFormat.Format));
        Assert.Equal(lead.GetProperty("respondBy").GetString(),
            Cell(sheet, "Respond by").GetDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.StartsWith("Propose a refresh to HPE ProLiant", Cell(sheet, "Recommended action").GetString(), StringComparison.Ordinal);
        Assert.Equal(lead.GetProperty("recommendedAction").GetString(), Cell(sheet, "Recommended action").GetString());
    }

    [Fact]
    public async Task The_sheet_about_says_what_the_rows_are()
    {
        await server.ItemAsync("EXPORT2");
        using var book = await WorkbookAsync("leads/export?format=xlsx&text=EXPORT2&type=renewal&sort=-value&key=secret");
        var about = book.Worksheet("About").RowsUsed().ToDictionary(r => r.Cell(1).GetString(), r => r.Cell(2));
        Assert.Equal(
            [
                "Content", "Rows", "Filter: type", "Filter: status", "Filter: text", "Sorted by", "As of", "Rules version", "Source",
                "Written at (UTC)",
            ],
            about.Keys);
        Assert.Equal(("Leads", 1.0), (about["Content"].GetString(), about["Rows"].GetDouble()));
        Assert.Equal(("renewal", "open", "EXPORT2"),
            (about["Filter: type"].GetString(), about["Filter: status"].GetString(), about["Filter: text"].GetString()));
        Assert.Equal("Value, descending", about["Sorted by"].GetString());
        Assert.Equal(new DateTime(2025, 10, 29), about["As of"].GetDateTime());
        Assert.NotEmpty(about["Rules version"].GetString());
        Assert.Matches($"^OneLead .+ at {server.Address.ToString().TrimEnd('/')}/api/v1/leads/export$", about["Source"].GetString());
        Assert.Equal(XLDataType.DateTime, about["Written at (UTC)"].DataType);
    }

    [Fact]
    public async Task Entities_have_real_dates_and_money()
    {
        await server.ItemAsync("EXPORT3");
        (await server.PostAsync("/api/v1/events", """
            {"kind":"opportunity","territory":"56088","id":"export-o","entity":"OPX-1","data":{"name":"=HYPERLINK(\"x\")",
             "amount":1234.5,"currency":"USD",
             "closeDate":"2025-12-24","probability":0.6,"stage":"Negotiation","territory":"56088"}}
            """)).EnsureSuccessStatusCode();
        await ServerFixture.UntilAsync(async () =>
            (await server.GetAsync("/api/v1/entities/opportunity?text=HYPERLINK")).GetProperty("total").GetInt32() == 1);
        using var book = await WorkbookAsync("entities/opportunity/export?format=xlsx&text=HYPERLINK");
        var sheet = book.Worksheet("Opportunity");
        Assert.Equal(2, sheet.AutoFilter.Range.RangeAddress.LastAddress.RowNumber);
        Assert.Equal(new DateTime(2025, 12, 24), Cell(sheet, "Close date").GetDateTime());
        Assert.Equal((1234.5, "#,##0.00"), (Cell(sheet, "Amount").GetDouble(), Cell(sheet, "Amount").Style.NumberFormat.Format));
        Assert.Equal((0.6, "0.0%"), (Cell(sheet, "Probability").GetDouble(), Cell(sheet, "Probability").Style.NumberFormat.Format));
        Assert.Equal(("'=HYPERLINK(\"x\")", false), (Cell(sheet, "Name").GetString(), Cell(sheet, "Name").HasFormula));

        var csv = Encoding.UTF8.GetString(
            await server.Http.GetByteArrayAsync("/api/v1/entities/opportunity/export?text=HYPERLINK&fields=closeDate,amount,name"));
        var lines = csv.TrimStart('\uFEFF').Split(Environment.NewLine);
        Assert.Equal("id,accountId,account,territory,recordTerritory,updatedAt,closeDate,amount,name", lines[0]);
        Assert.EndsWith(",2025-12-24,1234.5,\"'=HYPERLINK(\"\"x\"\")\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_are_a_workbook_too()
    {
        await server.ItemAsync("EXPORT4");
        using var book = await WorkbookAsync("accounts/export?format=xlsx");
        var sheet = book.Worksheet("Accounts");
        Assert.Equal("Account ID", sheet.Cell(1, 1).GetString());
        Assert.Equal(sheet.LastRowUsed().RowNumber(), sheet.AutoFilter.Range.RangeAddress.LastAddress.RowNumber);
        Assert.Equal((XLDataType.Number, "#,##0"), (Cell(sheet, "Items").DataType, Cell(sheet, "Items").Style.NumberFormat.Format));
        Assert.Equal(
            "None: all rows",
            book.Worksheet("About").RowsUsed().Single(r => r.Cell(1).GetString() == "Filter").Cell(2).GetString());
    }

    private static IXLCell Cell(IXLWorksheet sheet, string head) =>
        sheet.Cell(2, sheet.Row(1).CellsUsed().Single(c => c.GetString() == head).Address.ColumnNumber);

    private async Task<XLWorkbook> WorkbookAsync(string path)
    {
        using var answer = await server.Http.GetAsync("/api/v1/" + path);
        answer.EnsureSuccessStatusCode();
        Assert.EndsWith(".xlsx", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        return new XLWorkbook(new MemoryStream(await answer.Content.ReadAsByteArrayAsync()));
    }
}
