using OneLead.Accounts;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains.Tests.Accounts;

public class LeadStatusTests
{
    private const string Lead = "hpe:S1:renewal";
    private static readonly DateOnly Friday = new(2025, 11, 7);

    // The table in docs/api.md, row by row: what each status accepts.
    [Theory]
    [InlineData("", "contacted, qualified, converted, rejected")]
    [InlineData("contacted", "qualified, converted, rejected")]
    [InlineData("qualified", "contacted, converted, rejected")]
    [InlineData("converted", "new")]
    [InlineData("rejected", "new")]
    [InlineData("contacted, qualified, converted, new", "contacted, qualified, converted, rejected")]
    public void A_status_accepts(string path, string accepted)
    {
        var lead = At(path);
        var taken = Wire.All<LeadStatus>().Where(status => Set(lead, status).Outcome == CommandOutcome.Applied);
        Assert.Equal(accepted, string.Join(", ", taken));
    }

    [Theory]
    [InlineData("converted", "contacted", "it is converted; reopen it first with the status new")]
    [InlineData("rejected", "converted", "it is rejected; reopen it first with the status new")]
    [InlineData("contacted", "new", "it is contacted, and the status new only reopens a closed lead; undo takes back the last step")]
    [InlineData("contacted", "contacted", "it is contacted already")]
    public void A_refusal_says_what_to_do_and_changes_nothing(string path, string status, string reason)
    {
        var before = At(path);
        var (after, outcome, said) = Set(before, status);
        Assert.Equal((CommandOutcome.NotAllowed, reason), (outcome, said));
        Assert.Equal((before.Status, before.Version, before.Frozen), (after.Status, after.Version, after.Frozen));
        Assert.Equal((CommandOutcome.NotAllowed, reason), (after.Steps[^1].Outcome, after.Steps[^1].Refused));
    }

    [Fact]
    public void Closing_freezes_the_score_and_reopening_releases_it()
    {
        var snoozed = LeadWorkflow.New(Lead).Command(
            Row(EventKind.Override, EventData.Of(("field", FieldValue.Of(LeadOverrides.SnoozedUntil)), ("value", FieldValue.Of(Friday)))),
            () => Score(60)).Workflow;
        Assert.Equal(Friday, snoozed.SnoozedUntil);
        var closed = Set(snoozed, "converted", 70).Workflow;
        Assert.Equal((70m, null), (closed.Frozen?.Score, closed.SnoozedUntil));
        var open = Set(closed, "new", 80).Workflow;
        Assert.Equal((null, null, null), (open.Frozen, open.Reason, open.OpportunityId));
        Assert.Equal(90m, Set(open, "rejected", 90).Workflow.Frozen?.Score);
    }

    [Theory]
    [InlineData("contacted", CommandOutcome.Applied)]
    [InlineData("converted", CommandOutcome.NotAllowed)]
    [InlineData("rejected", CommandOutcome.NotAllowed)]
    public void Only_open_leads_are_snoozed(string path, CommandOutcome outcome) => Assert.Equal(
        outcome, At(path).Command(
            Row(
                EventKind.Override,
                EventData.Of(("field", FieldValue.Of(LeadOverrides.SnoozedUntil)), ("value", FieldValue.Of(Friday)))),
            () => Score(60)).Outcome);

    [Fact]
    public void A_lead_knows_since_when_it_has_no_owner_any_more_until_it_comes_back()
    {
        Assert.Null(At("contacted").Work()?.UnassignedAt);
        var owned = Assign(At("contacted"), "kim");
        Assert.Null(owned.Work()?.UnassignedAt);
        var unassigned = Assign(owned, null);
        Assert.Equal(unassigned.Steps[^1].At, unassigned.Work()?.UnassignedAt);
        Assert.Null(Assign(unassigned, "lee").Work()?.UnassignedAt);
        var later = unassigned.Steps[^1].At.AddDays(1);
        var closed = Set(unassigned, "rejected").Workflow.Observe(triggered: false, 2, later);
        Assert.Equal(unassigned.Steps[^1].At, closed.Work()?.UnassignedAt);
        Assert.Null(closed.Observe(triggered: true, 3, later).Work()?.UnassignedAt);
    }

    private static LeadWorkflow Assign(LeadWorkflow lead, string? assignee) => lead.Command(
        Row(EventKind.LeadAssignment, EventData.Of(("assignee", assignee is null ? FieldValue.Null : FieldValue.Of(assignee)))),
        () => Score(60)).Workflow;

    private static LeadWorkflow At(string path) =>
        path.Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(LeadWorkflow.New(Lead), (lead, status) => Set(lead, status).Workflow);

    private static (LeadWorkflow Workflow, CommandOutcome Outcome, string? Reason) Set(LeadWorkflow lead,
        string status, decimal score = 60) =>
        lead.Command(
            Row(EventKind.LeadStatus, EventData.Of(("status", FieldValue.Of(status)), ("reason", FieldValue.Of("no budget")))),
            () => Score(score));

    private static JournalEntry Row(EventKind kind, EventData data) => Rows.Row(1, kind, Lead, data);

    private static FrozenScore Score(decimal score) => new(score, new LeadFactors(50, 50, 50, 50), Priority.Medium, null);
}
