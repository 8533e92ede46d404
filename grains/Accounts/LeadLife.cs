using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>The score of a closed lead, as it was when it was closed.</summary>
internal sealed record FrozenScore(decimal Score, LeadFactors Factors, Priority Priority, EstimatedValue? Value);

/// <summary>
/// What people did to a lead. A lead that nobody touched has none. Commands are applied in journal order, each at its
/// place, and a refused one is recorded there.
/// </summary>
/// <param name="Version">The number of commands applied and reopenings: what a command must have seen.</param>
/// <param name="Frozen">Set while the lead is closed.</param>
/// <param name="Lapsed">Set once a closed lead's trigger has gone: the next time it fires, the lead reopens.</param>
internal sealed record LeadLife(
    string Lead, LeadStatus Status, string? Reason, string? OpportunityId, string? Assignee, int Version, FrozenScore? Frozen, bool Lapsed, ImmutableArray<LeadStep> Steps)
{
    public static LeadLife New(string lead) => new(lead, LeadStatus.New, null, null, null, 0, null, false, []);

    public bool IsClosed => Status is LeadStatus.Converted or LeadStatus.Rejected;

    public bool IsTouched => Version > 0;

    public DateTimeOffset? UpdatedAt => Steps.IsEmpty ? null : Steps[^1].At;

    /// <summary>
    /// Applies a command at its place, or records why not.
    /// </summary>
    /// <param name="scoreNow">The lead's score at this place; null when it has neither a trigger nor a history.</param>
    public (LeadLife Life, CommandOutcome Outcome, string? Reason) Command(JournalEntry entry, Func<FrozenScore?> scoreNow)
    {
        var data = entry.Event.Data;
        var score = scoreNow();
        var (next, outcome, refusal) =
            score is null && !IsTouched ? (this, CommandOutcome.NotFound, "there is no such lead")
            : data["expectedVersion"].AsNumber() is { } expected && expected != Version ? (this, CommandOutcome.VersionMismatch, $"it saw version {expected}, the lead is at {Version}")
            : entry.Event.Kind == EventKind.LeadStatus ? SetStatus(data, score)
            : entry.Event.Kind == EventKind.LeadAssignment ? Assign(data)
            : (this, CommandOutcome.Invalid, "no such command");
        var step = new LeadStep(
            entry.Sequence, entry.ReceivedAt,
            entry.Event.Kind == EventKind.LeadStatus ? data["status"].Text ?? "" : "assigned:" + data["assignee"].Text,
            data["reason"].Text, data["by"].Text, refusal, outcome);
        return (next with { Version = outcome == CommandOutcome.Applied ? Version + 1 : Version, Steps = Steps.Add(step) }, outcome, refusal);
    }

    /// <summary>What became of the command in a row.</summary>
    public LeadStep? StepAt(long sequence) => Steps.FirstOrDefault(s => s.Sequence == sequence);

    /// <summary>Sees the trigger on or off: a closed lead lapses, and reopens when its trigger comes back.</summary>
    public LeadLife See(bool triggered, long sequence, DateTimeOffset at) => (IsClosed, Lapsed, triggered) switch
    {
        (true, false, false) => this with { Lapsed = true },
        (true, true, true) => this with
        {
            Status = LeadStatus.New,
            Reason = null,
            OpportunityId = null,
            Frozen = null,
            Lapsed = false,
            Version = Version + 1,
            Steps = Steps.Add(new LeadStep(sequence, at, "reopened", "its trigger came back", null, null, CommandOutcome.Applied)),
        },
        _ => this,
    };

    private (LeadLife, CommandOutcome, string?) SetStatus(EventData data, FrozenScore? score)
    {
        if (!Wire.TryParse<LeadStatus>(data["status"].Text, out var status))
            return (this, CommandOutcome.Invalid, $"status must be one of {string.Join(", ", Wire.All<LeadStatus>())}");
        if (status == Status)
            return (this, CommandOutcome.NotAllowed, $"it is {Wire.Name(status)} already");
        var reason = data["reason"].Text;
        if (status == LeadStatus.Rejected && string.IsNullOrWhiteSpace(reason))
            return (this, CommandOutcome.Invalid, "a rejection needs a reason");
        var closes = status is LeadStatus.Converted or LeadStatus.Rejected;
        return (this with
        {
            Status = status,
            Reason = reason,
            OpportunityId = status == LeadStatus.Converted ? data["opportunityId"].Text : null,
            // Converted from rejected, say, keeps the score of the first closing.
            Frozen = closes ? Frozen ?? score : null,
            Lapsed = closes && Lapsed,
        }, CommandOutcome.Applied, null);
    }

    private (LeadLife, CommandOutcome, string?) Assign(EventData data)
    {
        var assignee = data["assignee"].Text;
        return assignee == Assignee ? (this, CommandOutcome.NotAllowed, "it is assigned so already") : (this with { Assignee = string.IsNullOrWhiteSpace(assignee) ? null : assignee }, CommandOutcome.Applied, null);
    }
}
