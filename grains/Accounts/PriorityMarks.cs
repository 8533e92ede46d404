using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>Since when a lead has a priority.</summary>
internal readonly record struct PriorityMark(Priority Priority, DateOnly Since);

/// <summary>
/// Since when leads have their priorities, where neither their own facts nor the passing of time tell: the account, the rules
/// or a product's record changed the score. It is kept in the snapshot, and a replay of the journal cannot restore it.
/// </summary>
internal sealed class PriorityMarks
{
    private readonly SortedDictionary<string, PriorityMark> _marks = new(StringComparer.Ordinal);

    /// <summary>By lead; null if there are none.</summary>
    public IReadOnlyDictionary<string, PriorityMark>? All => _marks.Count == 0 ? null : _marks;

    public void Restore(IReadOnlyDictionary<string, PriorityMark>? marks)
    {
        foreach (var (lead, mark) in marks ?? new Dictionary<string, PriorityMark>())
            _marks[lead] = mark;
    }

    /// <summary>The marks of leads as they are, for a state that is folded again.</summary>
    public static IReadOnlyDictionary<string, PriorityMark> Of(IEnumerable<LeadRow> leads) =>
        leads.Where(l => l.PrioritySince is not null).ToDictionary(l => l.Id, l => new PriorityMark(l.Priority, l.PrioritySince!.Value));

    /// <summary>Forgets the marks of leads that are not there.</summary>
    public void KeepOnly(Func<string, bool> isThere)
    {
        foreach (var gone in _marks.Keys.Where(lead => !isThere(lead)).ToList())
            _marks.Remove(gone);
    }

    /// <summary>Returns since when a lead has its priority.</summary>
    /// <param name="before">Its row when it was last scored; null if it was not.</param>
    /// <param name="scoredOn">The day of that.</param>
    /// <param name="byItself">The day that its own facts and the passing of time give.</param>
    public DateOnly Since(string lead, Priority priority, LeadRow? before, DateOnly scoredOn, DateOnly byItself, DateOnly today)
    {
        var since =
            before is null ? _marks.TryGetValue(lead, out var mark) && mark.Priority == priority ? mark.Since : byItself
            : before.PrioritySince is { } known && before.Priority == priority ? known
            : byItself > scoredOn ? byItself
            : today;
        if (since == byItself)
            _marks.Remove(lead);
        else
            _marks[lead] = new(priority, since);
        return since;
    }

    public void Remove(string lead) => _marks.Remove(lead);
}
