using System.Text.Json;
using System.Text.Json.Nodes;
using OneLead.Sources.Http;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;
using OneLead.Web.Live;
using OneLead.Web.Portfolio;
using Snapshooter.Xunit3;

namespace OneLead.Web.Tests.Api;

/// <summary>Shapes on the wire, kept as files: a change of them is a change of the API.</summary>
public class WireTests
{
    private static readonly LeadRow Lead = new(
        "hpe:USE3267F8N:renewal", LeadType.Renewal, LeadStatus.New, Priority.Critical, 93.10m, new(100, 80, 90, 95),
        new(50_000m, 100_000.00m, "USD", "storage_basic"),
        "name:56088:APPLE~20INC.", "56088", "USE3267F8N", "QL226B", "HPE ProLiant DL380p Gen8", "COMPUTE", "Servers", false,
        RiskLevel.Critical, null, 2, TestData.Now,
        new DateOnly(2025, 11, 3), null)
    { PrioritySince = new DateOnly(2025, 10, 29) };

    [Fact]
    public void A_page_of_leads() =>
        Golden("leads", new PageJson<LeadJson>([LeadJson.Of(Lead, "APPLE INC.", TestData.Tenant)], "bmV4dA", 31));

    [Fact]
    public void An_account() => Golden("account",
        AccountJson.Of(TestData.Account(3, new Random(1)) with { Health = new(15, -20, 25, 61.250m), CreditUtilization = 0.8250m }, "USD"));

    [Fact]
    public void A_portfolio() => Golden("portfolio", PortfolioJson.Of(
        new(new(20, 63, new(10, 9, 12, 8, 13, 10, 0), 4, 98, 30, 7, 55, 50)
        {
            Sums = new([new("EUR", 0, 0, 120_000, 1, 0, 0), new("USD", 123_456_700, 27, 550_000_000, 67, 150_050, 5)]),
            EstimatedAtRisk = 20_000_000, EstimatedItems = 1,
        }, 12, new DateOnly(2025, 10, 29), "1", TestData.Now), "USD"));

    [Fact]
    public void A_frame_of_leads() => Golden("frame-leads", new Frame(
        "leads", "e-1", 7, false, Changes: [new LeadChangeJson(Lead.Id, LeadJson.Of(Lead, "APPLE INC.", TestData.Tenant), Priority.High),
            new LeadChangeJson("hpe:GONE:renewal", null, Priority.Low)]));

    [Fact]
    public void A_beat() => Golden("frame-beat", new Frame("portfolio", "e-1", 7, true));

    [Fact]
    public void A_lead_with_its_explanation() => Golden("lead-detail", LeadDetailJson.Of(
        new LeadDetail(
            Lead, "APPLE INC.", new(93.10m, [new("urgency", "base", "Base", "", 50, 0.35m, 17.50m)]), new(80m, []),
            [new("Firmware upgrade", ["HM002A1"], 8, "Compute", "Servers")],
            "Renew support", "Support has ended.", "Call", "HPE ProLiant DL380 Gen11",
            new DateOnly(2025, 10, 29), "1",
            [new(12, TestData.Now, "assigned", null, "kim", null, CommandOutcome.Applied)],
            new("hpe:USE3267F8N", Lead.AccountId, "USE3267F8N", "COMPUTE", false, SupportState.Expired | SupportState.Uncovered,
                RiskLevel.Critical, 80, 3773, 2000, null, [Lead.Id],
                Events.EventData.Of(("serial", Events.FieldValue.Of("USE3267F8N"))), TestData.Now))
        {
            Forecast = new(new DateOnly(2025, 12, 1), 96.60m, Priority.Critical),
            Sequence = 17,
            OpportunityId = "OPE-0012345",
        },
        TestData.Tenant, [
            new LeadPoint(new ChangeCause(Events.EventKind.Item, "hpe:USE3267F8N", "workbook", 3, TestData.Now), 71.5m, Priority.High,
                new(80, 60, 70, 65)),
            new LeadPoint(
                new ChangeCause(Events.EventKind.DayBegun, null, null, 12, TestData.Now)
                {
                    Fields = [new("day", default, Events.FieldValue.Of(new DateOnly(2025, 10, 29)))],
                }, 93.1m, Priority.Critical, new(100, 60, 70, 65))], null, Visibility.All));

    private static void Golden<T>(string name, T value) =>
        Snapshot.Match(JsonNode.Parse(JsonSerializer.Serialize(value, Json))!.ToJsonString(Indented), name);

    private static readonly JsonSerializerOptions Json = ApiOptions();

    private static JsonSerializerOptions ApiOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        return options;
    }

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
