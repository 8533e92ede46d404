using OneLead.Accounts;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains.Tests.Accounts;

public class LeadUndoTests
{
    private const string Lead = "hpe:S1:renewal";

    [Theory]
    [InlineData(0, CommandOutcome.Applied, LeadStatus.Contacted)]
    [InlineData(600, CommandOutcome.Applied, LeadStatus.Contacted)]
    [InlineData(601, CommandOutcome.NotAllowed, LeadStatus.Converted)]
    public void A_step_can_be_taken_back_for_ten_minutes(int seconds, CommandOutcome expected, LeadStatus left)
    {
        var life = Step(Step(LeadWorkflow.New(Lead), 1, 0, "contacted").Workflow, 2, 100, "converted").Workflow;
        var (after, outcome, _) =
            life.Command(At(3, 100 + seconds, EventKind.Override, EventData.Of(("field", FieldValue.Of(LeadOverrides.Undo)))), Score);
        Assert.Equal((expected, left), (outcome, after.Status));
        // Taken back or refused: it is a step.
        Assert.Equal(("undone", 3), (after.Steps[^1].What, after.Steps.Length));
    }

    [Fact]
    public void Steps_are_taken_back_one_after_the_other_and_a_note_between_them_stays()
    {
        var life = Step(LeadWorkflow.New(Lead), 1, 0, "contacted").Workflow;
        life = life.Command(At(2, 1, EventKind.Override, Note("Called")), Score).Workflow;
        life = Step(life, 3, 2, "qualified").Workflow;
        var first = Undo(life, 4);
        Assert.Equal((CommandOutcome.Applied, LeadStatus.Contacted), (first.Outcome, first.Workflow.Status));
        var second = Undo(first.Workflow, 5);
        Assert.Equal((CommandOutcome.Applied, LeadStatus.New), (second.Outcome, second.Workflow.Status));
        var third = Undo(second.Workflow, 6);
        Assert.Equal((CommandOutcome.NotAllowed, LeadStatus.New), (third.Outcome, third.Workflow.Status));
        Assert.Equal("Called", third.Workflow.Steps[1].Note);
        // Three commands and two undos; a refused command changes no version.
        Assert.Equal(5, third.Workflow.Version);
    }

    [Fact]
    public void A_step_below_the_step_of_another_person_cannot_be_taken_back()
    {
        var life = LeadWorkflow.New(Lead).Command(At(1, 0, EventKind.LeadStatus, By("contacted", "kim")), Score).Workflow;
        life = life.Command(At(2, 1, EventKind.LeadStatus, By("qualified", "lee")), Score).Workflow;
        var (after, outcome, _) = life.Command(At(3, 2, EventKind.Override,
            EventData.Of(("field", FieldValue.Of(LeadOverrides.Undo)), ("by", FieldValue.Of("kim")))), Score);
        Assert.Equal((CommandOutcome.NotAllowed, LeadStatus.Qualified), (outcome, after.Status));
    }

    private static EventData By(string status, string by) =>
        EventData.Of(("status", FieldValue.Of(status)), ("by", FieldValue.Of(by)));

    private static EventData Note(string text) =>
        EventData.Of(("field", FieldValue.Of(LeadOverrides.Note)), ("value", FieldValue.Of(text)));

    private static (LeadWorkflow Workflow, CommandOutcome Outcome, string? Reason) Undo(LeadWorkflow life, long sequence) =>
        life.Command(At(sequence, (int)sequence, EventKind.Override,
            EventData.Of(("field", FieldValue.Of(LeadOverrides.Undo)))), Score);

    private static (LeadWorkflow Workflow, CommandOutcome Outcome, string? Reason) Step(LeadWorkflow life, long sequence,
        int second, string status) =>
        life.Command(At(sequence, second, EventKind.LeadStatus, Rows.Status(status)), Score);

    private static JournalEntry At(long sequence, int second, EventKind kind, EventData data) =>
        Rows.Row(sequence, kind, Lead, data) with { ReceivedAt = Rows.Start.AddSeconds(second) };

    private static FrozenScore Score() => new(87.25m, new LeadFactors(95, 80, 85, 70), Priority.Critical, null);
}
