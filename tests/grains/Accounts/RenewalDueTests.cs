using OneLead.Accounts;
using OneLead.Events;
using OneLead.Journal;
using OneLead.Rules;
using OneLead.Tenants;

namespace OneLead.Grains.Tests.Accounts;

public class RenewalDueTests
{
    private static readonly string OfItem = Keys.Lead("hpe:S1", LeadType.RenewalDue);
    private static readonly string OfContract = Keys.Lead(Keys.ContractSubject("C1"), LeadType.Renewal);

    [Fact]
    public void A_renewal_that_is_due_and_one_that_is_overdue_are_one_lead_with_one_history()
    {
        JournalEntry[] rows =
        [
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Item("2025-11-28")),
            Rows.Row(3, EventKind.LeadStatus, OfItem, Rows.Status("contacted", 0)),
        ];
        Assert.Equal("hpe:S1:renewal", OfItem);
        Assert.Equal((LeadType.RenewalDue, LeadStatus.Contacted, 1), Lead(Fold(rows), OfItem));
        Assert.Equal((LeadType.Renewal, LeadStatus.Contacted, 1), Lead(Fold([.. rows, Rows.Day(4, "2025-11-29")]), OfItem));
        Assert.Equal((1, 1), (Fold(rows).Scores.Totals.Leads.RenewalDue, Fold(rows).Scores.Totals.Leads.Total));
    }

    [Fact]
    public void A_rejected_renewal_that_was_due_stays_closed_under_its_type_when_the_support_ends()
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Item("2025-11-28")),
            Rows.Row(3, EventKind.LeadStatus, OfItem, Rows.Status("rejected", 0, "bought elsewhere")), Rows.Day(4, "2025-11-29"));
        Assert.Equal((LeadType.RenewalDue, LeadStatus.Rejected, 1), Lead(state, OfItem));
    }

    [Fact]
    public void A_contract_is_one_lead_for_all_of_its_items()
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Item("2025-11-28", "C-1")),
            Rows.Row(3, EventKind.Item, "hpe:S2", Item("2025-11-28", "C1")), Rows.Row(4, EventKind.Contract, "C1", Contract("2025-11-28")));
        var lead = Assert.Single(state.Scores.Leads);
        Assert.Equal((OfContract, LeadType.RenewalDue, 12_000m), (lead.Id, lead.Type, lead.Value?.Max));
        Assert.Equal(new("C1", "C-1", new(2025, 11, 28), 2), lead.Contract);
        Assert.Equal(2, state.Scores.Items.Count);
    }

    [Fact]
    public void Items_have_their_own_leads_again_when_the_contract_is_removed()
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Item("2025-11-28", "C-1")),
            Rows.Row(3, EventKind.Contract, "C1", Contract("2025-11-28")),
            Rows.Row(4, EventKind.Contract, "C1", EventData.Removal, occurred: 1));
        Assert.Equal([OfItem], state.Scores.Leads.Select(l => l.Id));
    }

    [Fact]
    public void An_item_of_a_contract_that_renews_itself_is_no_lead()
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Item, "hpe:S1", Item("2025-11-28", "C-1")),
            Rows.Row(3, EventKind.Contract, "C1", Contract("2025-11-28").With("autoRenewal", FieldValue.Of(true))));
        Assert.Empty(state.Scores.Leads);
    }

    [Theory]
    [InlineData("Proposal", 0)]
    [InlineData("Closed Won", 0)]
    [InlineData("closed_lost", 1)]
    public void A_contract_whose_renewal_opportunity_was_lost_is_a_lead(string stage, int leads)
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"),
            Rows.Row(2, EventKind.Contract, "crm:C1", Contract("2025-11-28").With("renewalOpportunity", FieldValue.Of("OPP 1"))),
            Rows.Row(3, EventKind.Opportunity, "crm:OPP~201", EventData.Of(("stage", FieldValue.Of(stage)))));
        Assert.Equal(leads, state.Scores.Leads.Count());
    }

    [Fact]
    public void A_command_on_the_lead_of_a_contract_is_applied()
    {
        var state = Fold(
            Rows.Day(1, "2025-10-29"), Rows.Row(2, EventKind.Contract, "C1", Contract("2025-11-28")),
            Rows.Row(3, EventKind.LeadStatus, OfContract, Rows.Status("qualified", 0)));
        Assert.Equal((LeadType.RenewalDue, LeadStatus.Qualified, 1), Lead(state, OfContract));
    }

    private static (LeadType, LeadStatus, int) Lead(AccountState state, string id)
    {
        var lead = state.Scores.FindLead(id)!;
        return (lead.Type, lead.Status, lead.Version);
    }

    private static EventData Item(string supportEnd, string? agreement = null) =>
        Rows.Item(status: "Active Warranty", endOfLife: "2030-01-01").With("supportEnd", FieldValue.Of(supportEnd))
            .With("agreementId", agreement is null ? FieldValue.Null : FieldValue.Of(agreement));

    private static EventData Contract(string end) => EventData.Of(
        ("annualValue", FieldValue.Of(12_000m)), ("end", FieldValue.Of(end)), ("number", FieldValue.Of("C-1")));

    private static AccountState Fold(params JournalEntry[] rows)
    {
        var state = new AccountState(Rows.Key, new AccountLinks([Rows.Key], 0));
        var history = TenantHistory.Of(RuleSet.Default).Apply(rows.Where(r => r.Event.Kind.IsTenantWide()));
        foreach (var row in rows.Where(r => !r.Event.Kind.IsTenantWide()))
            state.Apply(row, history);
        state.Sequence = rows[^1].Sequence;
        state.Recompute(history);
        return state;
    }
}
