using OneLead.Events;

namespace OneLead.Sources.Tests.Workbooks;

public class CatalogueTests
{
    [Fact]
    public void Practices_hold_for_the_rows_below_and_marked_lines_are_headings()
    {
        var (events, report) = TestWorkbook.Read(("Services",
        [
            ["Practice", "Sub-Practice", "Services"], ["Cloud", "Storage", ">>>>>> Backup - Design <<<<<<"], [null, null,
                "Backup analysis "], ["Cloud", "SAP", "Backup analysis"], [], [null, null, "Backup analysis"], ["Data", null, "Modeling"],
        ]));
        Assert.Equal(
            [
                """{"name":"Backup analysis","position":1,"practice":"Cloud","section":"Backup - Design","subPractice":"Storage"}""",
                """{"name":"Backup analysis","position":2,"practice":"Cloud","subPractice":"SAP"}""",
                """{"name":"Backup analysis","position":3,"practice":"Cloud","subPractice":"SAP"}""",
                """{"name":"Modeling","position":4,"practice":"Data"}""",
            ],
            events.Select(e => e.Json()));
        Assert.Equal(4, events.Select(e => e.Entity).Distinct().Count());
        Assert.All(events, e => Assert.Equal("", e.Account));
        var sheet = report.Sheets[0];
        Assert.Equal((4L, 1L, 1L, 4L), (sheet.Rows, sheet.Skipped, sheet.SkippedReasons["heading"], sheet.Unused));
        Assert.Equal(
            "This list of practices and services is only listed, in the deep dive. The page Services shows what the workbook of "
            + "service SKUs offers (its sheet begins with Product | Services Offered).",
            sheet.UnusedReason);
    }

    [Fact]
    public void Offers_are_read_from_products_and_sku_tables_and_not_from_notes()
    {
        var (events, report) = TestWorkbook.Read(("Sheet2",
        [
            [], [null, "Product", "Services Offered"],
            [null, "Compute"], [null, "Servers", "Install & Startup", null, "Firmware upgrade (HL997A1)"],
            [null, "C7000", "Health Check (H4F36A1/ H4F36AE)"], [],
            [null, "Converged Systems"], [null, "Converged Systems", "Upgrade (all)"], [],
            [null, "Fixed SKU", "Flex SKU", "Contractual SKU", "Service Credits", "Service name"],
            [null, "H44NKE", "H44NKA1", null, 30, "Remote Service"], [null, null, null, null, "15 Credits", "Remote Service (small)"],
            [null, null, "Covered products:"], [null, null, "MSA"], [],
            [null, "Fixed Sku", "Flex Sku"], [null, null, "Startup of replication", "HA124A1#5T0"],
        ]));
        Assert.Equal(
            [
                """{"category":"Compute","name":"Install & Startup","position":1,"product":"Servers","skus":null}""",
                """{"category":"Compute","name":"Firmware upgrade","position":2,"product":"Servers","skus":"HL997A1"}""",
                """{"category":"Compute","name":"Health Check","position":3,"product":"C7000","skus":"H4F36A1/H4F36AE"}""",
                """{"category":"Converged Systems","name":"Upgrade (all)","position":4,"product":"Converged Systems","skus":null}""",
                """{"credits":"30","name":"Remote Service","note":"Covered products:\nMSA","skus":"H44NKE/H44NKA1"}""",
                """{"credits":"15 Credits","name":"Remote Service (small)","note":"Covered products:\nMSA","skus":"H44NKE/H44NKA1"}""",
                """{"name":"Startup of replication","skus":"HA124A1#5T0"}""",
            ],
            events.Select(e => e.Json()));
        Assert.Equal("Compute:Servers:Firmware~20upgrade", events[1].Entity);
        Assert.All(events, e => Assert.Equal((EventKind.ServiceOffer, ""), (e.Kind, e.Account)));
        Assert.Equal(3, report.Blank);
    }
}
