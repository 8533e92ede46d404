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
            life.Command(At(3, 100 + seconds, EventKind.Override, EventData.Of(("field", FieldValue.Of(LeadWorkflow.UndoField)))), Score);
        Assert.Equal((expected, left), (outcome, after.Status));
        // Taken back or refused: it is a step.
        Assert.Equal(("undone", 3), (after.Steps[^1].What, after.Steps.Length));
    }

    private static (LeadWorkflow Workflow, CommandOutcome Outcome, string? Reason) Step(LeadWorkflow life, long sequence,
        int second, string status) =>
        life.Command(At(sequence, second, EventKind.LeadStatus, Rows.Status(status)), Score);

    private static JournalEntry At(long sequence, int second, EventKind kind, EventData data) =>
        Rows.Row(sequence, kind, Lead, data) with { ReceivedAt = Rows.Start.AddSeconds(second) };

    private static FrozenScore Score() => new(87.25m, new LeadFactors(95, 80, 85, 70), Priority.Critical, null);
}
