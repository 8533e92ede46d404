namespace OneLead.Samples;

/// <summary>A product in the install base. A text is null if the source has none.</summary>
internal sealed record SampleProduct(string Id, string Name, string? Platform, string BusinessArea, string BusinessUnit, string? Line);

/// <summary>The products: systems and components of every family.</summary>
internal static class SampleProducts
{
    private const string ComputeUnit = "Compute Product";
    private const string StorageUnit = "Storage Product";
    private const string NetworkUnit = "HPE Aruba Product";
    private const string Rack = "x86 Premium and Scale-up Rack";
    private const string Options = "Server Storage & Inf";

    public static SampleProduct[] All { get; } =
    [
        .. Of("Compute", Rack, ComputeUnit, null, "HP DL360p Gen8 8-SFF CTO Server", "HP DL380p Gen8 12-LFF CTO Server",
            "HPE DL360 Gen9 8SFF CTO Server", "HPE DL380 Gen9 24SFF CTO Server",
            "HPE DL380 Gen10 8SFF CTO Server", "HPE DL360 Gen10 Plus 8SFF NC CTO Svr", "HPE ProLiant DL380 Gen11 8SFF NC CTO Server",
            "HPE ProLiant DL325 Gen11 8SFF CTO Server"),
        .. Of(
            "Compute", "ProLiant ML Tower", ComputeUnit, null, "HP ML350e Gen8 v2 CTO Server", "HPE ML110 Gen10 CTO Server",
            "HPE MicroSvr Gen10+ CTO Server"),
        .. Of(
            "Infrastructure", "C-Class Units & Enclosures", ComputeUnit, null, "HP BLc7000 CTO 3 IN LCD Plat Enclosure",
            "HP BL460c Gen8 10Gb FLB CTO Blade", "HP BL460c G7 CTO Blade Svr"),
        .. Of(
            "Compute", "Composable Fabric", ComputeUnit, null, "HPE Synergy 12000 CTO Frame", "HPE Synergy 480 Gen10 CTO Cmpt Mdl",
            "HPE Synergy 480 Gen9 CTO Cmpt Mdl"),
        .. Of(
            "Compute", Options, ComputeUnit, "Memory Options", "HP 8GB 2Rx4 PC3-10600R-9 Kit", "HPE 16GB 2Rx4 PC4-2400T-R Kit",
            "HPE 32GB 2Rx4 PC4-2933Y-R Smart Kit"),
        .. Of(
            "Storage", Options, ComputeUnit, "Hard Drives", "HPE 300GB SAS 10K SFF ST HDD", "HP 500GB 3G SATA 7.2K 2.5in MDL HDD",
            "HPE 960GB SATA RI SFF SC DS SSD"),
        .. Of(
            null, Rack, ComputeUnit, "Processor Options", "HPE DL380 Gen9 E5-2630Lv3 Kit", "INT Xeon-G 6130 DL360 Gen10 FIO Kit",
            "HPE DL360 Gen8 Fan Kit", "HPE 10GbE SFP+ SR Cable Kit"),
        .. Of(
            "Storage", "3PAR StoreServ", StorageUnit, null, "HP 3PAR StoreServ 7200c 2-N Storage Base",
            "HPE 3PAR StoreServ 8200 2N Fld Int Base", "HPE 3PAR 8000 1.2TB SAS 10K SFF HDD"),
        .. Of("Storage", "Primera", StorageUnit, null, "HPE Primera 600 2-way Storage Base", "HPE Primera A630 2N Controller"),
        .. Of(
            "Storage", "Alletra", StorageUnit, null, "HPE Alletra 9060 2-node Base", "HPE Alletra 6010 Dual Controller Base",
            "HPE Alletra MP B10000 2N Base", "HPE Alletra Storage MP X10000 Node"),
        .. Of(
            "Storage", "Nimble Storage", StorageUnit, null, "HPE Nimble AF40 All Flash Base Array",
            "HPE Nimble Storage HF20 Adaptive Array"),
        .. Of(
            "Storage", "Entry Storage", StorageUnit, null, "HP MSA 2040 SAN DC SFF Storage", "HPE MSA 2060 16Gb FC SFF Storage",
            "HP MSA500G2 Modular Smart Array", "HPE MSL2024 0-Drive Tape Library", "HPE MSL3040 Scalable Base Module"),
        .. Of("Storage", "Data Protection", StorageUnit, null, "HP StoreOnce 4500 24TB Backup", "HPE StoreOnce 3640 24TB Base System"),
        .. Of("Compute", "Hyperconverged", ComputeUnit, null, "HPE SimpliVity 380 Gen10 Node", "HPE SimpliVity 325 Gen10 Node"),
        .. Of(
            "Network", "WLAN HW", NetworkUnit, null, "Aruba AP-325 Dual 4x4:4 802.11ac AP", "Aruba AP-335 Dual 4x4:4 11ac 2.5GbE AP",
            "Aruba AP-515 (RW) Unified AP", "Aruba 7205 (US) 2p 10GBASE-X Controller"),
        .. Of(
            "Network", "Campus Switching", NetworkUnit, null, "Aruba 2930F 48G 4SFP+ Switch", "Aruba 6300M 24SFP+ 4SFP56 Switch",
            "Aruba CX 8325-48Y8C FB 6 F 2 PS Bdl"),
        .. Of("Network", "SAN Switching", StorageUnit, null, "HPE SN3600B 32Gb 24/24 FC Switch"),
    ];

    // Product numbers are fictitious and have the vendor's format.
    private static IEnumerable<SampleProduct> Of(string? platform, string area, string unit, string? line, params string[] names) =>
        names.Select(name => new SampleProduct(Number(name), name, platform, area, unit, line));

    private static string Number(string name)
    {
        var dice = new SeededRandom(0, name, 0);
        return $"{(char)('P' + dice.Roll(6))}{dice.Between(10_000, 99_999)}-{dice.Pick(["B21", "L21", "B22", "001"])}";
    }
}
