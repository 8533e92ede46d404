using OneLead.Events;
using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.Changes;

namespace OneLead.Web.Tests.Changes;

public class CauseTextTests
{
    private static readonly LeadFactors Before = new(80, 60, 70, 65);

    [Fact]
    public void A_renewal_is_told_with_its_effect_and_without_journal_numbers()
    {
        var cause = Cause(EventKind.Item, "hubspot", new FieldChange("supportEnd", Day(2026, 6, 14), Day(2027, 6, 14)));
        var json = CauseText.Json(cause, null, CauseText.Effect(Before, Before with { Urgency = 60 }));
        Assert.Equal("Support renewed to 14 Jun 2027 → urgency −20", json.Text);
        Assert.Equal(("Support renewed to 14 Jun 2027", "urgency −20", "HubSpot"), (json.What, json.Effect, json.Sender));
        Assert.Equal(("item", "hpe:USE3267F8N", "hubspot", 4_711L), (json.Kind, json.Entity, json.Source, json.Sequence));
        Assert.Equal([new FieldChangeJson("supportEnd", "2026-06-14", "2027-06-14")], json.Fields);
    }

    public static TheoryData<string, ChangeCause> Causes => new()
    {
        { "Support now ends 1 Jan 2018", Cause(EventKind.Item, "api", new FieldChange("supportEnd", Day(2026, 6, 14), Day(2018, 1, 1))) },
        { "Support end set to 1 Jan 2018", Cause(EventKind.Item, "api", new FieldChange("supportEnd", default, Day(2018, 1, 1))) },
        { "Support end removed", Cause(EventKind.Item, "api", new FieldChange("supportEnd", Day(2026, 6, 14), default)) },
        {
            "End of life changed to 1 Jul 2015", Cause(
                EventKind.Item, "api", new FieldChange("endOfLife", Day(2023, 12, 1), Day(2015, 7, 1)))
        },
        {
            "Support renewed to 14 Jun 2027; support status changed to “Active”; 2 more fields", Cause(
                EventKind.Item, "api", new("location", default, FieldValue.Of("Berlin")), new("quantity", default, FieldValue.Of(2m)),
                new("supportEnd", Day(2026, 6, 14), Day(2027, 6, 14)),
                new("supportStatus", FieldValue.Of("Expired"), FieldValue.Of("Active")))
        },
        { "Item USE3267F8N added", Cause(EventKind.Item, "workbook") with { Name = "USE3267F8N", Effect = CauseEffect.Added } },
        {
            "Opportunity “Storage refresh”: stage changed to “Negotiation”; amount set to 120,000", Cause(
                EventKind.Opportunity, "salesforce", new("amount", default, FieldValue.Of(120_000m)),
                new("stage", FieldValue.Of("Proposal"), FieldValue.Of("Negotiation"))) with { Name = "Storage refresh" }
        },
        {
            "Opportunity “Storage refresh”: probability changed to 60 %", Cause(
                EventKind.Opportunity, "api", new FieldChange("probability", FieldValue.Of(0.5m), FieldValue.Of(0.6m)))
                with { Name = "Storage refresh" }
        },
        { "Item USE1 moved to another account", Cause(EventKind.Item, "api") with { Name = "USE1", Effect = CauseEffect.Left } },
        { "Item USE1 moved here from another account", Cause(EventKind.Item, "api") with { Name = "USE1", Effect = CauseEffect.Arrived } },
        { "Service credit removed", Cause(EventKind.ServiceCredit, "api") with { Effect = CauseEffect.Removed } },
        { "A new day: 29 Oct 2025", Cause(EventKind.DayBegun, null, new FieldChange("day", default, Day(2025, 10, 29))) },
        { "Rules 2 published", Cause(EventKind.RulesPublished, null, new FieldChange("version", default, FieldValue.Of("2"))) },
        { "Lifecycle of 654081-B21 changed", Cause(EventKind.ProductLifecycle, null) with { Name = "654081-B21" } },
        {
            "Status set to contacted by kim", Cause(
                EventKind.LeadStatus, "api", new("by", default, FieldValue.Of("kim")), new("status", default, FieldValue.Of("contacted")))
        },
        { "Unassigned", Cause(EventKind.LeadAssignment, "api") },
        { "Step undone by kim", Cause(EventKind.Override, "api", Text("by", "kim"), Text("field", "undo")) },
        { "Note added by kim", Cause(EventKind.Override, "api", Text("by", "kim"), Text("field", "note"), Text("value", "Called")) },
        {
            "Snoozed until 3 Nov 2025 by kim", Cause(
                EventKind.Override, "api", Text("by", "kim"), Text("field", "snoozedUntil"), new("value", default, Day(2025, 11, 3)))
        },
        { "Snooze ended by kim", Cause(EventKind.Override, "api", Text("by", "kim"), Text("field", "snoozedUntil")) },
        { "An import was taken back", Cause(EventKind.Retraction, null) },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void Causes_are_in_a_readers_words(string text, ChangeCause cause) =>
        Assert.Equal((text, text, null), (CauseText.Json(cause, null).Text, CauseText.Json(cause, null).What,
            CauseText.Effect(Before, Before)));

    [Fact]
    public void Every_factor_that_moved_is_named() => Assert.Equal(
        "urgency −80, value +5, propensity +1, strategic fit −1",
        CauseText.Effect(Before, new LeadFactors(0, 65, 71, 64)));

    [Fact]
    public void An_account_tells_how_its_health_and_which_parts_moved()
    {
        // Lifecycle 60 alone, then usage 10 with it: (10 × 25 + 60 × 15) ÷ 40 = 28.75.
        var before = new Health(50, 50, 0, 60, RiskLevel.Medium, new(null, null, null, null, null, 60));
        var after = new Health(50, 50, 0, 28.75m, RiskLevel.High, new(10, null, null, null, null, 60));
        Assert.Equal("health −31.25, usage now 10", CauseText.Effect(before, after));
        Assert.Equal("health +31.25, usage no longer known", CauseText.Effect(after, before));
        Assert.Null(CauseText.Effect(after, after));
    }

    [Theory]
    [InlineData("Accounts merged by kim", "kim", "merge", "territory:2", null, "kim")]
    [InlineData("Accounts merged by HubSpot", "HubSpot", "merge", "territory:2", null, "hubspot")]
    [InlineData("Accounts separated by kim", "kim", "own_account", "hpe:USE3267F8N", null, "kim")]
    [InlineData("Accounts separated by kim", "kim", "exact_name", "territory:2", null, "kim")]
    [InlineData("Accounts separated by kim", "kim", "manual", "hpe:USE3267F8N", "kim", null)]
    [InlineData("Accounts linked by kim", "kim", "manual", "territory:2", "kim", null)]
    [InlineData("Accounts linked", "Reconciliation", "exact_name", "territory:2", null, null)]
    [InlineData("Accounts separated", "Reconciliation", "own_account", "hpe:USE3267F8N", null, null)]
    public void Accounts_are_merged_linked_or_separated_by_somebody(
        string text, string sender, string rule, string to, string? by, string? decidedBy)
    {
        var json = CauseText.Json(
            Cause(
                EventKind.Link, "reconciliation", Text("rule", rule), Text("to", to), Text("by", by), Text("decidedBy", decidedBy)),
            null);
        Assert.Equal((text, sender), (json.Text, json.Sender));
    }

    [Theory]
    [InlineData("workbook", "install-base.xlsx", "First seen in install-base.xlsx")]
    [InlineData("sample", null, "First seen in Sample data")]
    public void What_an_import_brought_is_first_seen_there(string source, string? file, string text) =>
        Assert.Equal(
            text,
            CauseText.Json(
                Cause(EventKind.Item, source) with { Import = "0123456789abcdef0123", Effect = CauseEffect.Added }, Import(file),
                isFirst: true).Text);

    [Theory]
    [InlineData("api", null, "API")]
    [InlineData("hubspot", null, "HubSpot")]
    [InlineData("workbook", "Install base.xlsx", "Install base.xlsx")]
    [InlineData("workbook", null, "Imported workbook")]
    [InlineData("sample", null, "Sample data")]
    [InlineData("salesforce", null, "Salesforce")]
    [InlineData("Our ERP", null, "Our ERP")]
    [InlineData(null, null, null)]
    public void Senders_have_the_names_that_people_use(string? source, string? file, string? name) =>
        Assert.Equal(name, CauseText.Json(Cause(EventKind.Item, source), Import(file)).Sender);

    private static ImportJob? Import(string? file) => file is null ? null
        : new("0011223344556677", new ImportRequest(file, "", false, null, null), ImportState.Done, "", 0, TestData.Now);

    private static ChangeCause Cause(EventKind kind, string? source, params FieldChange[] fields) =>
        new(kind, "hpe:USE3267F8N", source, 4_711, TestData.Now) { Fields = [.. fields] };

    private static FieldChange Text(string name, string? value) => new(name, default, value is null ? default : FieldValue.Of(value));

    private static FieldValue Day(int year, int month, int day) => FieldValue.Of(new DateOnly(year, month, day));
}
