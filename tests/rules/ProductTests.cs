
namespace OneLead.Rules.Tests;

public class ProductTests
{
    [Theory]
    [InlineData("HPE 3PAR StoreServ 8200 2N Fld Int Base", "3PAR")]
    [InlineData("HPE Primera 600 2-way", "PRIMERA")]
    [InlineData("HPE Alletra MP Storage", "ALLETRA MP")]
    [InlineData("HPE Alletra Storage MP B10000", "ALLETRA MP")]
    [InlineData("HPE Alletra 6010", "ALLETRA")]
    [InlineData("Nimble Storage HF20", "NIMBLE")]
    [InlineData("HP MSA500G2 array", "MSA")]
    [InlineData("HPE MSA 2050 SAN", "MSA")]
    [InlineData("HP MSL2024 0-Drive Tape Library", "MSL")]
    [InlineData("HPE StoreOnce 3640", "STOREONCE")]
    [InlineData("HPE SimpliVity 380 Gen10 Node", "SIMPLIVITY")]
    [InlineData("HPE Synergy 480 Gen10 CTO Cmpt Mdl", "SYNERGY")]
    [InlineData("HP BLc7000 CTO Enclosure", "C7000")]
    [InlineData("HPE BLc Encl Single Fan Option", "C7000")]
    [InlineData("Aruba AP-325 Dual 4x4:4 802.11ac AP", "ARUBA")]
    [InlineData("HP BL460c G7 E5649 Kit", "COMPUTE")]
    [InlineData("HP DL380G7 base", "COMPUTE")]
    [InlineData("HP ML350e", "COMPUTE")]
    [InlineData("HPE Apollo r2000 Gen10", "COMPUTE")]
    [InlineData("hpe microsvr", "COMPUTE")]
    [InlineData("HP 500GB 3G SATA 7.2K 2.5in MDL HDD", "OTHER")]
    [InlineData("Generic thing", "OTHER")]
    [InlineData("Handling fee, handled", "OTHER")]
    [InlineData(null, "OTHER")]
    public void The_family_comes_from_the_name(string? name, string family) =>
        Assert.Equal(family, ProductClassifier.Classify(new ProductTexts(name, null, null, null, null), TestFacts.Rules).Family);

    [Theory]
    [InlineData("HP 500GB 3G SATA 7.2K 2.5in MDL HDD", null, "Compute Product", "COMPUTE", "Servers")]
    [InlineData("RAP-3WN", null, "HPE Aruba Product", "ARUBA", "Networking")]
    [InlineData("8200 node", "3PAR StoreServ", "Storage Product", "3PAR", "3PAR")]
    [InlineData("SN6000B 16Gb Switch", null, "Storage Product", "OTHER", "SAN")]
    [InlineData("FlexNetwork 5130", null, "Network Product", "OTHER", "Networking")]
    [InlineData("Thing", null, null, "OTHER", "")]
    public void Platform_and_business_unit_decide_family_and_service_row_otherwise(
        string name, string? platform, string? unit, string family, string row)
    {
        var product = ProductClassifier.Classify(new ProductTexts(name, platform, null, unit, null), TestFacts.Rules);
        Assert.Equal((family, row), (product.Family, product.ServiceRow));
    }

    [Fact]
    public void A_storage_family_has_a_software_and_a_hardware_row() =>
        Assert.Equal(
            [new ServiceRow("Storage SW", "Alletra MP"), new ServiceRow("Storage HW", "Alletra MP")],
            TestFacts.Product("HPE Alletra MP").ServiceRows.ToArray());

    [Theory]
    [InlineData("HP DL360p Gen8 8-SFF CTO Server", null, "Compute", null)]
    [InlineData("HPE DL20 Gen10 E-2136 2x300GB HDD Svr", null, null, null)]
    [InlineData("Aruba AP-325 Dual 4x4:4 802.11ac AP", null, "Network", null)]
    [InlineData("Aruba RAP-3WN (US) 2.4G 2x2:2 11n RAP", null, "Network", null)]
    [InlineData("HP 8GB 2Rx4 PC3-10600R-9 Kit", null, "Compute", "memory")]
    [InlineData("HP 2GB Reg PC2-5300 2x1GB Kit", null, null, "memory")]
    [InlineData("HPE 8GB 1Rx8 PC4-2400T-R Kit", null, null, "memory")]
    [InlineData("HPE 300GB SAS 10K SFF ST HDD", null, "Storage", "disk")]
    [InlineData("HP 146GB 10k 2.5 SAS HP SP HDD", null, "Storage", "disk")]
    [InlineData("HP BL460c G7 E5649 Kit", null, "Compute", "processor")]
    [InlineData("HPE DL380 Gen9 E5-2630Lv3 FIO Kit", null, null, "processor")]
    [InlineData("HPE BLc Encl Single Fan Option", null, "Infrastructure", "fan")]
    [InlineData("HP 2U Cable Management Arm", null, null, "cable")]
    [InlineData("HP 1U Rail Kit", null, null, "kit")]
    [InlineData("647899-B21", "Memory Options", "Server and Storage Infrastructure Option", "memory")]
    [InlineData("581286-B21", "Hard Drives", null, "disk")]
    [InlineData("719060-B21", "Processor Options", null, "processor")]
    [InlineData("123456-B21", null, "Server and Storage Infrastructure Option", "option")]
    public void Components_are_distinguished_from_systems(string name, string? line, string? platform, string? kind) =>
        Assert.Equal(kind, ProductClassifier.Classify(new ProductTexts(name, platform, null, null, line), TestFacts.Rules).ComponentKind);

    [Theory]
    [InlineData("HP DL360p Gen8 8-SFF CTO Server", "HPE ProLiant DL360 Gen11")]
    [InlineData("HP DL380G7 base", "HPE ProLiant DL380 Gen10")]
    [InlineData("HP BL460c G7 E5649 Kit", null)]
    [InlineData("HP BL460c Gen8", "HPE ProLiant BL460c Gen10")]
    [InlineData("HPE DL380 Gen9 Server", "HPE ProLiant DL380 Gen12")]
    [InlineData("HPE DL380 Gen10 Server", "HPE ProLiant DL380 Gen12")]
    [InlineData("HP DL380 G5", "HPE ProLiant DL380 Gen10")]
    [InlineData("HPE DL380 Gen12 Server", null)]
    [InlineData("HP 8GB 2Rx4 PC3-10600R-9 Kit", null)]
    [InlineData("HP MSA500G2", null)]
    public void The_successor_is_three_generations_later_up_to_the_newest(string name, string? successor) =>
        Assert.Equal(successor, TestFacts.Product(name).Successor);
}
