using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>Scores that a source gives an account, each 0-100; null where it gives none.</summary>
public readonly record struct GivenHealth(decimal? Usage, decimal? Support, decimal? Payment, decimal? Engagement, decimal? Sentiment);

/// <summary>How many items there are, and how many of them are past end of life, uncovered or expired.</summary>
/// <param name="Total">The number of items, or the sum of their contract values if all are known in one currency.</param>
/// <param name="Bad">The same of those past end of life, uncovered or expired.</param>
public readonly record struct InstalledShare(Int128 Total, Int128 Bad, bool IsByValue);

/// <summary>What the composite health of an account is computed from. Null means unknown.</summary>
/// <param name="UsageLevel">The mean of the latest readings, 0-1.</param>
/// <param name="UsageChange">The mean relative change from each series' first reading in the window to its latest.</param>
/// <param name="Tickets">The number of tickets in the window or still open; null if no ticket is known.</param>
/// <param name="PaymentsDue">The number of invoices in the window whose due date has passed.</param>
/// <param name="DaysSinceContact">Days since the latest activity or engagement.</param>
/// <param name="Surveys">The mean of the answers in the window, 0-100.</param>
/// <param name="Touches">The mean sentiment of the activities in the window, 0-100.</param>
/// <param name="NextChange">The first later day on which any of this may change by the passing of time.</param>
public sealed record HealthFacts(
    GivenHealth Given, decimal? UsageLevel, decimal? UsageChange, decimal? CreditUse, int? Tickets, int OpenTickets, int Escalated,
    int Breached, int PaymentsDue, int PaymentsOnTime, int? DaysSinceContact, int? OpenOpportunities, decimal? Surveys, decimal? Touches,
    InstalledShare Installed, DateOnly? NextChange)
{
    public static HealthFacts Empty { get; } =
        new(default, null, null, null, null, 0, 0, 0, 0, 0, null, null, null, null, default, null);

    /// <summary>Aggregates the facts of an account. Their order does not matter.</summary>
    /// <param name="openOpportunities">Null if no opportunity of the account is known.</param>
    public static HealthFacts Of(
        IEnumerable<HealthFact> facts, GivenHealth given, decimal? creditUse, int? openOpportunities, InstalledShare installed,
        RuleSet rules, DateOnly asOf)
    {
        var all = facts.ToImmutableArray();
        var window = new Window(asOf, rules.Health.Composite.WindowDays);
        var (level, change) = Usage(all.OfType<HealthFact.Usage>(), window);
        var tickets = all.OfType<HealthFact.Ticket>().ToList();
        var counted = tickets.FindAll(t => t.IsOpen || t.Opened is not { } opened || window.Has(opened));
        var due = all.OfType<HealthFact.Payment>().Where(p => p.Due < asOf && window.Has(p.Due)).ToList();
        var touches = all.OfType<HealthFact.Touch>().Where(t => t.At <= asOf).ToList();
        return new HealthFacts(
            given, level, change, creditUse, tickets.Count == 0 ? null : counted.Count, counted.Count(t => t.IsOpen),
            counted.Count(t => t.IsEscalated), counted.Count(t => t.IsBreached), due.Count, due.Count(p => p.Paid <= p.Due),
            touches.Count == 0 ? null : asOf.DayNumber - touches.Max(t => t.At).DayNumber, openOpportunities,
            AnswersOf([.. all.OfType<HealthFact.Survey>()], window),
            Mean(touches.Where(t => window.Has(t.At)).Select(t => (decimal?)t.Sentiment)), installed, ChangeAfter(all, rules, asOf));
    }

    private static (decimal? Level, decimal? Change) Usage(IEnumerable<HealthFact.Usage> readings, Window window)
    {
        var (levels, changes) = (new List<decimal?>(), new List<decimal?>());
        foreach (var series in readings.GroupBy(r => r.Series, StringComparer.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var divisor = series.Max(r => r.Level) > 2 ? 100 : 1;
            var known = series.Where(r => window.Has(r.Period)).OrderBy(r => r.Period).ThenBy(r => r.Level).ToList();
            if (known.Count == 0)
                continue;
            levels.Add(Math.Clamp(known[^1].Level / divisor, 0, 1));
            if (known[0].Period < known[^1].Period)
                changes.Add(Quotient.Of(known[^1].Level - known[0].Level, known[0].Level));
        }
        return (Mean(levels), Mean(changes));
    }

    private static decimal? AnswersOf(ImmutableArray<HealthFact.Survey> surveys, Window window)
    {
        var scale = surveys.Max(s => s.Score) switch { > 10 => 100, > 5 => 10, _ => 5 };
        return Mean(surveys.Where(s => window.Has(s.Answered)).Select(s =>
            s.Score is { } score && (s.Scale ?? scale) is var most && most > 1
                ? (Math.Clamp(score, Least(most), most) - Least(most)) / (most - Least(most)) * 100
                : s.Recommends is { } recommends ? recommends ? 100m : 0 : (decimal?)null));

        // Stars begin at 1, scales of ten points and more at 0.
        static decimal Least(decimal most) => most < 10 ? 1 : 0;
    }

    private static decimal? Mean(IEnumerable<decimal?> values)
    {
        var known = values.OfType<decimal>().ToList();
        return known.Count == 0 ? null : known.Sum() / known.Count;
    }

    // The days on which a fact enters the window and leaves it, and those on which the latest contact passes a threshold.
    private static DateOnly? ChangeAfter(ImmutableArray<HealthFact> facts, RuleSet rules, DateOnly asOf)
    {
        var window = rules.Health.Composite.WindowDays;
        var contact = rules.Health.Composite.Engagement.LastContact.Steps.Select(s => (int)s.Bound).ToList();
        int? next = null;
        foreach (var fact in facts)
        {
            var (day, offsets) = fact switch
            {
                HealthFact.Ticket { IsOpen: false, Opened: { } opened } => (opened, new[] { 0, window + 1 }),
                HealthFact.Usage usage => (usage.Period, [0, window + 1]),
                HealthFact.Survey survey => (survey.Answered, [0, window + 1]),
                HealthFact.Payment payment => (payment.Due, [1, window + 1]),
                HealthFact.Touch touch => (touch.At, [0, window + 1, .. contact]),
                _ => (default, []),
            };
            foreach (var change in offsets.Select(o => day.DayNumber + o).Where(d => d > asOf.DayNumber))
                next = next < change ? next : change;
        }
        return next is { } number && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(number) : null;
    }

    private readonly record struct Window(DateOnly AsOf, int Days)
    {
        public bool Has(DateOnly day) => day <= AsOf && AsOf.DayNumber - day.DayNumber <= Days;
    }
}
