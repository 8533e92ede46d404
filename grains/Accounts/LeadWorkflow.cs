using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>The score of a closed lead, as it was when it was closed.</summary>
internal sealed record FrozenScore(decimal Score, LeadFactors Factors, Priority Priority, EstimatedValue? Value)
{
    /// <summary>The type of the lead at that time; null in snapshots of older versions.</summary>
    public LeadType? Type { get; init; }
}

/// <summary>How a lead stood before a step, and who took the step when.</summary>
internal sealed record LeadStanding(
    LeadStatus Status, string? Reason, string? OpportunityId, string? Assignee, FrozenScore? Frozen, bool Lapsed, DateOnly? SnoozedUntil,
    string? By, DateTimeOffset At);

/// <summary>
/// What people did to a lead. Commands are applied in journal order; a refused command is recorded at its place.
/// </summary>
/// <param name="Version">The number of commands applied and reopenings: what a command must have seen.</param>
/// <param name="Frozen">Set while the lead is closed.</param>
/// <param name="Lapsed">Set once a closed lead's trigger has gone: the next time it fires, the lead reopens.</param>
internal sealed record LeadWorkflow(
    string Lead, LeadStatus Status, string? Reason, string? OpportunityId, string? Assignee, int Version, FrozenScore? Frozen, bool Lapsed,
    ImmutableArray<LeadStep> Steps)
{
    /// <summary>How long a step can be taken back.</summary>
    public static readonly TimeSpan UndoWindow = TimeSpan.FromMinutes(10);

    /// <summary>The day until which the lead is hidden.</summary>
    public DateOnly? SnoozedUntil { get; init; }

    /// <summary>What undo brings back, the last step last.</summary>
    public ImmutableArray<LeadStanding> Undoable { get; init; } = [];

    public static LeadWorkflow New(string lead) => new(lead, LeadStatus.New, null, null, null, 0, null, false, []);

    public bool IsClosed => Status.IsClosed();

    public bool IsTouched => Version > 0;

    public DateTimeOffset? UpdatedAt => Steps.IsEmpty ? null : Steps[^1].At;

    /// <summary>The steps in the form that lists and metrics need; null for a lead that nobody touched.</summary>
    public LeadWork? Work()
    {
        if (!IsTouched)
            return null;
        var (assigned, contacted, closed, notes) = ((DateTimeOffset?)null, (DateTimeOffset?)null, (DateTimeOffset?)null, 0);
        DateTimeOffset? unassigned = null;
        foreach (var step in Steps)
        {
            if (step.Outcome != CommandOutcome.Applied)
                continue;
            if (step.What.StartsWith(AssignedStep, StringComparison.Ordinal))
            {
                var hasOwner = step.What.Length > AssignedStep.Length;
                assigned ??= hasOwner ? step.At : null;
                unassigned = hasOwner ? null : step.At;
            }
            else if (step.What == ReopenedStep)
            {
                unassigned = null;
            }
            notes += step.Note is null ? 0 : 1;
            if (!Wire.TryParse<LeadStatus>(step.What, out var status) || status == LeadStatus.New)
                continue;
            contacted ??= step.At;
            closed = status.IsClosed() ? step.At : closed;
        }
        return new LeadWork(Steps[^1].At, assigned, contacted, IsClosed ? closed : null, SnoozedUntil, notes)
        {
            UnassignedAt = Assignee is null ? unassigned : null,
        };
    }

    /// <summary>Applies a command at its place, or records why it was refused.</summary>
    /// <param name="scoreNow">The lead's score at this place; null when it has neither a trigger nor a history.</param>
    public (LeadWorkflow Workflow, CommandOutcome Outcome, string? Reason) Command(JournalEntry entry, Func<FrozenScore?> scoreNow)
    {
        var data = entry.Event.Data;
        var score = scoreNow();
        var (next, outcome, refusal) =
            score is null && !IsTouched ? (this, CommandOutcome.NotFound, "there is no such lead")
            : data["expectedVersion"].AsNumber() is { } expected && expected != Version
            ? (this, CommandOutcome.VersionMismatch, $"it saw version {expected}, the lead is at {Version}")
            : entry.Event.Kind == EventKind.LeadStatus ? SetStatus(data, score)
            : entry.Event.Kind == EventKind.LeadAssignment ? Assign(data)
            : data["field"].Text switch
            {
                LeadOverrides.SnoozedUntil => Snooze(data),
                LeadOverrides.Note => Note(data),
                LeadOverrides.Undo => Undo(entry),
                _ => (this, CommandOutcome.Invalid, "no such command"),
            };
        var step = new LeadStep(entry.Sequence, entry.ReceivedAt, What(entry.Event), data["reason"].Text, data["by"].Text, refusal, outcome)
        {
            Note = data["field"].Text == LeadOverrides.Note ? data["value"].Text : data["note"].Text,
        };
        if (outcome != CommandOutcome.Applied)
            return (next with { Steps = Steps.Add(step) }, outcome, refusal);
        // A note changes nothing, and an undo cannot be undone.
        var isUndoable = entry.Event.Kind != EventKind.Override || data["field"].Text == LeadOverrides.SnoozedUntil;
        var undoable = isUndoable ? next.Undoable.Add(Standing(step)) : next.Undoable;
        return (next with { Version = Version + 1, Steps = Steps.Add(step), Undoable = undoable }, outcome, null);
    }

    private const string AssignedStep = "assigned:", ReopenedStep = "reopened";

    private static string What(ChangeEvent command) => command.Kind switch
    {
        EventKind.LeadStatus => command.Data["status"].Text ?? "",
        EventKind.LeadAssignment => AssignedStep + command.Data["assignee"].Text,
        _ => command.Data["field"].Text switch
        {
            LeadOverrides.SnoozedUntil => "snoozed:" + command.Data["value"].Text,
            LeadOverrides.Note => "note",
            LeadOverrides.Undo => "undone",
            var field => field ?? "",
        },
    };

    private LeadStanding Standing(LeadStep step) =>
        new(Status, Reason, OpportunityId, Assignee, Frozen, Lapsed, SnoozedUntil, step.By, step.At);

    private (LeadWorkflow, CommandOutcome, string?) Snooze(EventData data)
    {
        if (!data["value"].IsNull && data["value"].AsDate() is null)
            return (this, CommandOutcome.Invalid, "a lead is snoozed until a date");
        if (IsClosed)
            return (this, CommandOutcome.NotAllowed, $"it is {Wire.Name(Status)}, and only open leads are snoozed");
        return data["value"].AsDate() == SnoozedUntil
            ? (this, CommandOutcome.NotAllowed, "it is snoozed so already")
            : (this with { SnoozedUntil = data["value"].AsDate() }, CommandOutcome.Applied, null);
    }

    private (LeadWorkflow, CommandOutcome, string?) Note(EventData data) =>
        string.IsNullOrWhiteSpace(data["value"].Text)
            ? (this, CommandOutcome.Invalid, "a note needs a text")
            : (this, CommandOutcome.Applied, null);

    // Observe clears the undo when the trigger changes.
    private (LeadWorkflow, CommandOutcome, string?) Undo(JournalEntry entry) =>
        Undoable is not [.., var before] ? (this, CommandOutcome.NotAllowed, "there is no step to take back")
        : entry.ReceivedAt - before.At > UndoWindow ? (this, CommandOutcome.NotAllowed, "a step can be taken back for ten minutes")
        : before.By != entry.Event.Data["by"].Text ? (this, CommandOutcome.NotAllowed, "only who took a step can take it back")
        : (this with
        {
            Status = before.Status,
            Reason = before.Reason,
            OpportunityId = before.OpportunityId,
            Assignee = before.Assignee,
            Frozen = before.Frozen,
            Lapsed = before.Lapsed,
            SnoozedUntil = before.SnoozedUntil,
            Undoable = Undoable[..^1],
        }, CommandOutcome.Applied, null);

    /// <summary>The outcome of the command in a row.</summary>
    public LeadStep? StepAt(long sequence) => Steps.FirstOrDefault(s => s.Sequence == sequence);

    /// <summary>Observes whether the trigger holds: without it a closed lead lapses, and it reopens when the trigger comes back.</summary>
    public LeadWorkflow Observe(bool triggered, long sequence, DateTimeOffset at) => (IsClosed, Lapsed, triggered) switch
    {
        (true, false, false) => this with { Lapsed = true, Undoable = [] },
        (true, true, true) => this with
        {
            Status = LeadStatus.New,
            Reason = null,
            OpportunityId = null,
            Frozen = null,
            Lapsed = false,
            Undoable = [],
            Version = Version + 1,
            Steps = Steps.Add(new LeadStep(sequence, at, ReopenedStep, "its trigger came back", null, null, CommandOutcome.Applied)),
        },
        _ => this,
    };

    private (LeadWorkflow, CommandOutcome, string?) SetStatus(EventData data, FrozenScore? score)
    {
        if (!Wire.TryParse<LeadStatus>(data["status"].Text, out var status))
            return (this, CommandOutcome.Invalid, $"status must be one of {string.Join(", ", Wire.All<LeadStatus>())}");
        if (status == Status)
            return (this, CommandOutcome.NotAllowed, $"it is {Wire.Name(status)} already");
        if (IsClosed != (status == LeadStatus.New))
        {
            return (this, CommandOutcome.NotAllowed, IsClosed
                ? $"it is {Wire.Name(Status)}; reopen it first with the status new"
                : $"it is {Wire.Name(Status)}, and the status new only reopens a closed lead; undo takes back the last step");
        }
        var reason = data["reason"].Text;
        if (status == LeadStatus.Rejected && string.IsNullOrWhiteSpace(reason))
            return (this, CommandOutcome.Invalid, "a rejection needs a reason");
        var closes = status.IsClosed();
        return (this with
        {
            Status = status,
            Reason = closes ? reason : null,
            OpportunityId = status == LeadStatus.Converted ? data["opportunityId"].Text : null,
            Frozen = closes ? score : null,
            Lapsed = false,
            SnoozedUntil = closes ? null : SnoozedUntil,
        }, CommandOutcome.Applied, null);
    }

    private (LeadWorkflow, CommandOutcome, string?) Assign(EventData data)
    {
        var assignee = data["assignee"].Text;
        return assignee == Assignee
            ? (this, CommandOutcome.NotAllowed, "it is assigned so already")
            : (this with { Assignee = string.IsNullOrWhiteSpace(assignee) ? null : assignee }, CommandOutcome.Applied, null);
    }
}
