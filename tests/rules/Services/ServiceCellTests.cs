using OneLead.Values;

namespace OneLead.Rules.Tests.Services;

public class ServiceCellTests
{
    [Theory]
    [InlineData("Remote Copy configuration (HA124A1#5QV/HA124A1#5Y8/HA124A1#5U2)", "Remote Copy configuration",
        "HA124A1#5QV HA124A1#5Y8 HA124A1#5U2")]
    [InlineData("OS upgrade (HM002A1/HM002AE/HM002AC)", "OS upgrade", "HM002A1 HM002AE HM002AC")]
    [InlineData("HW upgrade (HA124A1#5Q3 / HA124A1#5Q4 / HA124A1#5PJ)", "HW upgrade", "HA124A1#5Q3 HA124A1#5Q4 HA124A1#5PJ")]
    [InlineData("HW upgrade ( HA124A1#5Q3 / HA124A1#5Q4 / HA124A1#5PJ)", "HW upgrade", "HA124A1#5Q3 HA124A1#5Q4 HA124A1#5PJ")]
    [InlineData("Health Check (H4F36A1/ H4F36AE/ H4F36AC)", "Health Check", "H4F36A1 H4F36AE H4F36AC")]
    [InlineData("Performance Analysis (HM2P6A1#001)", "Performance Analysis", "HM2P6A1#001")]
    [InlineData("Health Check(H9Q53AC)  ", "Health Check", "H9Q53AC")]
    [InlineData("Firmware Remote Service (H44NKE, H44NKA1; H44NKE)", "Firmware Remote Service", "H44NKE H44NKA1")]
    [InlineData("HW upgrade ", "HW upgrade", "")]
    [InlineData("Install & Startup", "Install & Startup", "")]
    [InlineData("Configuration (no sku text)", "Configuration (no sku text)", "")]
    [InlineData("Cluster (SG, SUSE, RHEL)", "Cluster (SG, SUSE, RHEL)", "")]
    [InlineData("Upgrade (Linux) of  hosts (HL997A1)", "Upgrade (Linux) of hosts", "HL997A1")]
    [InlineData("Upgrade (HL997A1 or later)", "Upgrade (HL997A1 or later)", "")]
    [InlineData("Deployment ()", "Deployment ()", "")]
    [InlineData("Broken (HL997A1", "Broken (HL997A1", "")]
    [InlineData("(HL997A1)", "", "HL997A1")]
    [InlineData("  ", "", "")]
    [InlineData(null, "", "")]
    public void A_cell_contains_a_name_and_skus(string? cell, string name, string skus) =>
        Assert.Equal(new ServiceCell(name, [.. skus.Split(' ', StringSplitOptions.RemoveEmptyEntries)]), ServiceCell.Parse(cell));

    [Theory]
    [InlineData("HM002A1", true), InlineData("HM2P6A1#001", true), InlineData("H9Q53AC", true), InlineData("HL997A1", true)]
    [InlineData("H44NKE", true)]
    [InlineData("hm002a1", false), InlineData("HM002A1#01", false), InlineData("SUSE", false), InlineData("SUSELNX", false)]
    [InlineData("654081-B21", false), InlineData("HM002A1\n", false), InlineData("", false)]
    public void A_sku_has_a_format(string text, bool isSku) => Assert.Equal(isSku, ServiceCell.IsSku(text));
}
