using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>
/// The days on which an item's assessment may change, as ascending offsets from each of its dates: the bounds of every rule
/// that uses the date.
/// </summary>
internal sealed record ItemCalendar(ImmutableArray<int> EndOfLife, ImmutableArray<int> EndOfService, ImmutableArray<int> SupportEnd)
{
    public static ItemCalendar Of(RuleSet rules)
    {
        var (risk, score, urgency) = (rules.Risk, rules.Risk.Score, rules.Scoring.Urgency);
        int[] near = [-risk.MediumWithinDays, 1];
        return new ItemCalendar(
            Sorted(
                [
                    1, risk.CriticalDaysPastEndOfLife + 1, rules.Leads.RefreshDaysPastEndOfLife + 1, .. Bounds(score.PastEndOfLife),
                    .. Bounds(urgency.PastEndOfLife),
                ]),
            Sorted(near),
            Sorted(
                [
                    .. near, -rules.Leads.RenewalDueWithinDays, rules.Leads.Contract.LapsedWithinDays + 1,
                    .. Bounds(urgency.SupportExpired),
                ]));
    }

    /// <summary>Returns the days until the next possible change; <see cref="int.MaxValue"/> if there is none.</summary>
    /// <param name="contractNotice">The notice period of a contract; 0 for an item.</param>
    public int Next(in ItemDays days, int contractNotice)
    {
        var next = Math.Min(
            Next(EndOfLife, days.EndOfLife), Math.Min(Next(EndOfService, days.EndOfService), Next(SupportEnd, days.SupportEnd)));
        return contractNotice > 0 && days.SupportEnd > Days.Never && -contractNotice > days.SupportEnd
            ? Math.Min(next, -contractNotice - days.SupportEnd)
            : next;
    }

    /// <summary>
    /// Returns the days since the last possible change, 0 if it was today; <see cref="int.MaxValue"/> if there was none.
    /// </summary>
    /// <param name="contractNotice">The notice period of a contract; 0 for an item.</param>
    public int Last(in ItemDays days, int contractNotice)
    {
        var last = Math.Min(
            Last(EndOfLife, days.EndOfLife), Math.Min(Last(EndOfService, days.EndOfService), Last(SupportEnd, days.SupportEnd)));
        return contractNotice > 0 && days.SupportEnd >= -contractNotice ? Math.Min(last, days.SupportEnd + contractNotice) : last;
    }

    private static int Last(ImmutableArray<int> bounds, int days)
    {
        for (var i = bounds.Length - 1; i >= 0; i--)
        {
            if (bounds[i] <= days)
                return days - bounds[i];
        }
        return int.MaxValue;
    }

    private static int Next(ImmutableArray<int> bounds, int days)
    {
        if (days <= Days.Never)
            return int.MaxValue;
        foreach (var bound in bounds)
        {
            if (bound > days)
                return bound - days;
        }
        return int.MaxValue;
    }

    private static IEnumerable<int> Bounds(StepRule rule) =>
        rule.Steps.Select(s => s.Bound).Concat(rule.Below is { } below ? [below.Bound] : []).Select(b => (int)b);

    private static ImmutableArray<int> Sorted(IEnumerable<int> bounds) => [.. bounds.Distinct().Order()];
}
