using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>
/// The days on which an item may change by itself, as days after each of its dates: every bound of every rule that looks
/// at the date. Ascending.
/// </summary>
internal sealed record ItemCalendar(ImmutableArray<int> EndOfLife, ImmutableArray<int> EndOfService, ImmutableArray<int> SupportEnd)
{
    public static ItemCalendar Of(RuleSet rules)
    {
        var (risk, score, urgency) = (rules.Risk, rules.Risk.Score, rules.Scoring.Urgency);
        int[] near = [-risk.MediumWithinDays, 1];
        return new ItemCalendar(
            Sorted([1, risk.CriticalDaysPastEndOfLife + 1, rules.Leads.RefreshDaysPastEndOfLife + 1, .. Bounds(score.PastEndOfLife), .. Bounds(urgency.PastEndOfLife)]),
            Sorted(near),
            Sorted([.. near, .. Bounds(urgency.SupportExpired)]));
    }

    /// <summary>The first day after another on which the item may change; null: it never will.</summary>
    public DateOnly? After(DateOnly day, in ItemTerms terms, RuleSet rules)
    {
        var first = Math.Min(
            Next(EndOfLife, Days.Since(terms.EndOfLife, rules, day)),
            Math.Min(Next(EndOfService, Days.Since(terms.EndOfService, rules, day)), Next(SupportEnd, Days.Since(terms.SupportEnd, rules, day))));
        return first <= DateOnly.MaxValue.DayNumber - day.DayNumber ? day.AddDays(first) : null;
    }

    // Days until the next bound. A date that is missing or has no end is so far away that its next bound is past the last day there is.
    private static int Next(ImmutableArray<int> bounds, int days)
    {
        foreach (var bound in bounds)
        {
            if (bound > days)
                return bound - days;
        }
        return int.MaxValue;
    }

    private static IEnumerable<int> Bounds(StepRule rule) => rule.Steps.Select(s => s.Bound).Concat(rule.Below is { } below ? [below.Bound] : []).Select(b => (int)b);

    private static ImmutableArray<int> Sorted(IEnumerable<int> bounds) => [.. bounds.Distinct().Order()];
}
