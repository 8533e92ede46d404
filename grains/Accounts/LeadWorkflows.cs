using OneLead.Events;
using OneLead.Rules;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>The workflows of an account's leads. A lead that was never touched has none.</summary>
internal sealed class LeadWorkflows
{
    private readonly SortedDictionary<string, LeadWorkflow> _workflows = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, LeadWorkflow> All => _workflows;

    public LeadWorkflow? Find(string lead) => _workflows.Count == 0 ? null : _workflows.GetValueOrDefault(lead);

    /// <summary>The subjects with a closed lead: it reopens when its trigger comes back.</summary>
    public IReadOnlyList<string> SubjectsWithClosedLeads =>
        [.. _workflows.Values.Where(w => w.IsClosed).Select(w => SubjectOf(w.Lead)).Distinct()];

    public bool HasClosedLead(string subject) =>
        _workflows.Count > 0 && LeadTypes.Identities.Any(t => Find(Keys.Lead(subject, t)) is { IsClosed: true });

    public void Restore(LeadWorkflow workflow) => _workflows[workflow.Lead] = workflow;

    /// <summary>Applies a command at its place.</summary>
    /// <param name="scoreNow">The lead's score at this place; null when it has neither a trigger nor a history.</param>
    /// <returns>False when there is no such lead; then nothing is recorded.</returns>
    public bool Apply(JournalEntry command, Func<LeadWorkflow, FrozenScore?> scoreNow)
    {
        var workflow = Find(command.Event.Entity) ?? LeadWorkflow.New(command.Event.Entity);
        var (next, outcome, _) = workflow.Command(command, () => scoreNow(workflow));
        if (outcome == CommandOutcome.NotFound)
            return false;
        _workflows[workflow.Lead] = next;
        return true;
    }

    /// <summary>Shows a subject's leads which triggers hold at a row.</summary>
    /// <returns>Whether a lead has a workflow, and whether one changed.</returns>
    public (bool HasAny, bool IsChanged) Observe(string subject, LeadTriggers triggers, long sequence, DateTimeOffset at)
    {
        var (hasAny, isChanged) = (false, false);
        foreach (var type in LeadTypes.Identities)
        {
            if (Find(Keys.Lead(subject, type)) is not { } workflow)
                continue;
            var next = workflow.Observe(triggers.Has(type), sequence, at);
            isChanged |= next != workflow;
            hasAny = true;
            _workflows[workflow.Lead] = next;
        }
        return (hasAny, isChanged);
    }

    public void Remove(string subject)
    {
        foreach (var type in LeadTypes.Identities)
            _workflows.Remove(Keys.Lead(subject, type));
    }

    public static string SubjectOf(string lead) => Keys.TryParseLead(lead)?.Subject ?? "";
}
