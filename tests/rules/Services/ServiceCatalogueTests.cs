using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;
using OneLead.Values;
using OneLead.Views;

namespace OneLead.Rules.Tests.Services;

public class ServiceCatalogueTests
{
    private static readonly DateTimeOffset Day = new(2025, 8, 29, 0, 0, 0, TimeSpan.Zero);

    private static readonly ServiceRules Rules = new(
        [
            new("health_check", "health check"), new("performance", "performance"), new("migration", @"migrat"),
            new("rebalance", "rebalanc"),
            new("install_startup", @"\binstall|start-?up|deploy"), new("upgrade", @"\bupgrade|\bupdate|\bpatch"),
        ],
        ImmutableDictionary<LeadType, ImmutableDictionary<string, int>>.Empty
            .Add(LeadType.Renewal, Points(("health_check", 10), ("upgrade", 8), ("performance", 6)))
            .Add(LeadType.HardwareRefresh, Points(("migration", 10), ("install_startup", 9), ("rebalance", 7)))
            .Add(LeadType.ServiceAttach, Points(("health_check", 10), ("upgrade", 7))));

    private static readonly ChangeEvent[] Workbook =
    [
        .. Row(
            "Storage SW", "3PAR", "OS upgrade (HM002A1/HM002AE/HM002AC)", "Health Check (H9Q53AC)", "Performance Analysis (HM2P6A1#001)",
            "File Persona configuration"),
        .. Row("Storage SW", "Alletra MP", "OS upgrade (HM002A1/HM002AE/HM002AC)", "Migration"),
        .. Row("Storage HW", "3PAR", "Install & Startup", "HW upgrade ", "Rebalance Services (HA124A1#5SV/HA124A1#5WC)"),
        .. Row(
            "Compute", "Servers", "Install & Startup", "OS deployment", "Health Check", "Firmware upgrade (HL997A1)",
            "OneView configuration (H6K67A1)"),
        .. Row("Switches", "Networking", "Install & Startup", "Firmware upgrade", "Migration", "Health check"),
    ];

    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Empty.Apply(Workbook);

    [Fact]
    public void A_renewal_of_servers_includes_the_firmware_upgrade_with_its_sku() =>
        Assert.Equal(
            [
                "15 Health Check ", "13 Firmware upgrade HL997A1", "5 Install & Startup ", "5 OS deployment ",
                "5 OneView configuration H6K67A1",
            ],
            Catalogue.Recommend("Servers", LeadType.Renewal, Rules).Select(Line));

    [Fact]
    public void A_row_in_two_categories_offers_the_services_of_both() =>
        Assert.Equal(
            [
                "14 Install & Startup ", "12 Rebalance Services HA124A1#5SV/HA124A1#5WC", "5 OS upgrade HM002A1/HM002AE/HM002AC",
                "5 Health Check H9Q53AC", "5 Performance Analysis HM2P6A1#001", "5 File Persona configuration ", "5 HW upgrade ",
            ],
            Catalogue.Recommend("3PAR", LeadType.HardwareRefresh, Rules).Select(Line));

    [Theory]
    [InlineData(LeadType.Renewal, "15 Health check |13 Firmware upgrade |5 Install & Startup |5 Migration ")]
    [InlineData(LeadType.HardwareRefresh, "15 Migration |14 Install & Startup |5 Firmware upgrade |5 Health check ")]
    [InlineData(LeadType.ServiceAttach, "15 Health check |12 Firmware upgrade |5 Install & Startup |5 Migration ")]
    public void The_lead_type_decides_the_order(LeadType type, string expected) =>
        Assert.Equal(expected.Split('|'), Catalogue.Recommend(" NETWORKING ", type, Rules).Select(Line));

    [Fact]
    public void A_row_must_match_completely()
    {
        Assert.Empty(Catalogue.Recommend("Alletra", LeadType.Renewal, Rules));
        Assert.Equal(2, Catalogue.Recommend("alletra mp", LeadType.Renewal, Rules).Length);
    }

    [Theory]
    [InlineData("Firmware Update Analysis", "upgrade"), InlineData("Simplivity Workload Migration ", "migration")]
    [InlineData("Greenfield Install & Startup", "install_startup")]
    [InlineData("Rebalance Services", "rebalance"), InlineData("health CHECK", "health_check")]
    [InlineData("Gap Analysis", ServiceRules.Other), InlineData("Reinstallation", ServiceRules.Other)]
    public void The_first_matching_kind_of_a_service_wins(string service, string kind) => Assert.Equal(kind, Rules.Kind(service));

    [Fact]
    public void Every_row_and_lead_type_is_precomputed()
    {
        var services = Catalogue.Precompute(["SERVERS", "Nimble"], Rules);
        Assert.Equal(5 * 4, services.Count);
        Assert.Equal(services["SERVERS|renewal"], services["SERVERS|renewal_due"]);
        Assert.Equal("Firmware upgrade", services["SERVERS|renewal"][1].Name);
        Assert.Empty(services[TenantView.ServiceKey("Nimble", LeadType.ServiceAttach)]);
    }

    [Theory]
    [InlineData("Servers")]
    [InlineData("servers")]
    [InlineData("MSA")]
    [InlineData("Networking")]
    [InlineData("")]
    public void Lists_and_details_recommend_the_same(string row)
    {
        var rules = RuleSet.Default;
        var catalogue = ServiceCatalogue.Empty.Apply(
            [.. Row("Compute", "SERVERS", "Health Check"), Free("HPE Storage Firmware Remote Service", "H44NKE"), Free("Another", "X")]);
        var view = new TenantView(
            1, new(2025, 8, 29), "1", catalogue.Precompute(rules.Products.ServiceRows.Select(r => r.Product), rules.Services), []);
        foreach (var type in Enum.GetValues<LeadType>())
            Assert.Equal(catalogue.Recommend(row, type, rules.Services).Select(Line), view.ServicesFor(row, type).Select(Line));
    }

    [Fact]
    public void A_product_outside_the_families_gets_no_service() =>
        Assert.Empty(ServiceCatalogue.Empty.Apply(Free("Another", "X")).Recommend("", LeadType.Renewal, Rules));

    // The names and SKUs of the workbook's tables below the products.
    [Theory]
    [InlineData("Servers", "5 HPE Compute Firmware Remote Service H44NHE/H44NHA1/H44NHAC")]
    [InlineData("Synergy", "5 HPE Compute Firmware Remote Service H44NHE/H44NHA1/H44NHAC")]
    [InlineData(
        "3PAR", "5 HPE 3PAR StoreServ, HPE Primera, and HPE Alletra 9000 Software Install HA124A1#5Y8|"
            + "5 HPE Storage Firmware Remote Service H44NKE/H44NKA1/H44NKAC")]
    [InlineData("MSA", "5 HPE Storage Firmware Remote Service H44NKE/H44NKA1/H44NKAC")]
    [InlineData("StoreOnce", "5 HPE Storage Firmware Remote Service (for Simplivity and StoreOnce) H44NKE/H44NKA1/H44NKAC")]
    [InlineData("simplivity", "5 HPE Storage Firmware Remote Service (for Simplivity and StoreOnce) H44NKE/H44NKA1/H44NKAC")]
    [InlineData("Networking", "")]
    public void Services_without_a_product_are_offered_for_those_that_the_rules_name(string row, string services)
    {
        var catalogue = ServiceCatalogue.Empty.Apply(
            Free("HPE Storage Firmware Remote Service", "H44NKE/H44NKA1/H44NKAC"),
            Free("HPE Storage Firmware Remote Service (for Simplivity and StoreOnce)", "H44NKE/H44NKA1/H44NKAC"),
            Free("HPE Compute Firmware Remote Service", "H44NHE/H44NHA1/H44NHAC"),
            Free("HPE 3PAR StoreServ, HPE Primera, and HPE Alletra 9000 Software Install", "HA124A1#5Y8"),
            Free("A service that no rule knows", "HA124A1#5T9"));
        Assert.Equal(
            services, string.Join('|', catalogue.Recommend(row, LeadType.Renewal, RuleSet.Default.Services).Select(Line)));
    }

    private static ChangeEvent Free(string name, string skus) => new(
        "", EventKind.ServiceOffer, name, 1, "workbook", name, Day, EventData.Of(
            ("name", FieldValue.Of(name)), ("skus", FieldValue.Of(skus))));

    [Fact]
    public void The_order_of_events_does_not_matter_nor_do_repeats()
    {
        var health = Workbook.First(e => e.Entity == "Compute/Servers/2");
        ChangeEvent[] changes =
        [
            health with { SourceId = "late", OccurredAt = Day.AddDays(1), Data = EventData.Of(("skus", FieldValue.Of("HU7D2A1/HU7D2AE"))) },
            health with
            {
                SourceId = "later", OccurredAt = Day.AddDays(2), Data = EventData.Of(("name", FieldValue.Of("Health check, remote"))),
            },
            Workbook[0] with { SourceId = "gone", OccurredAt = Day.AddDays(1), Data = EventData.Removal },
            Workbook[1] with { SourceId = "gone", OccurredAt = Day.AddDays(-1), Data = EventData.Removal },
        ];
        var inOrder = Catalogue.Apply(changes);
        Assert.Equal("15 Health check, remote HU7D2A1/HU7D2AE", Line(inOrder.Recommend("servers", LeadType.Renewal, Rules)[0]));
        Assert.DoesNotContain(inOrder.Recommend("3par", LeadType.Renewal, Rules), s => s.Name == "OS upgrade");
        Assert.Contains(inOrder.Recommend("3par", LeadType.Renewal, Rules), s => s.Name == "Health Check");

        ChangeEvent[] shuffled = [.. Workbook, .. changes, .. changes];
        new Random(5).Shuffle(shuffled);
        Assert.Equal(inOrder.Offers.Select(Text), ServiceCatalogue.Empty.Apply(shuffled).Offers.Select(Text));
    }

    private static IEnumerable<ChangeEvent> Row(string category, string product, params string[] cells) => cells.Select((cell, position) =>
    {
        var (name, skus) = ServiceCell.Parse(cell);
        var entity = $"{category}/{product}/{position}";
        return new ChangeEvent("", EventKind.ServiceOffer, entity, 1, "workbook", entity, Day, EventData.Of(
            ("category", FieldValue.Of(category)), ("product", FieldValue.Of(product)), ("name", FieldValue.Of(name)),
            ("skus", FieldValue.Of(string.Join('/', skus))),
            ("position", FieldValue.Of((category.EndsWith("HW", StringComparison.Ordinal) ? 100 : 0) + position))));
    });

    private static ImmutableDictionary<string, int> Points(params (string Kind, int Points)[] points) =>
        points.ToImmutableDictionary(p => p.Kind, p => p.Points);

    private static string Line(RecommendedService service) =>
        string.Create(CultureInfo.InvariantCulture, $"{service.Priority} {service.Name} {string.Join('/', service.Skus)}");

    private static string Text(ServiceOffer offer) =>
        string.Join(' ', offer.Id, offer.Category, offer.Product, offer.Name, string.Join('/', offer.Skus), offer.Position);
}
