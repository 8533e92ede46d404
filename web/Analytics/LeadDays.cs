using System.Collections.Immutable;

namespace OneLead.Web.Analytics;

/// <summary>A day of the whole tenant: open leads by priority at its end, and the movements during it.</summary>
/// <param name="Moves">Null for days that a version recorded which did not count them.</param>
internal sealed record DayFigures(DateOnly Day, int Critical, int High, int Medium, int Low, LeadMoves? Moves);

/// <summary>What is stored of the days.</summary>
/// <param name="Before">The leads when the last day began.</param>
/// <param name="Changed">The leads that are different since, as they were last seen; null for one that is gone.</param>
internal sealed record StoredLeadDays(
    ImmutableList<DayFigures> Days, Dictionary<string, LeadPhase> Before, Dictionary<string, LeadPhase?> Changed);

/// <summary>
/// The figures of each day, from what the leads are when they are looked at. A day's movements compare its end with its begin,
/// so they do not depend on how often or in which steps the leads were looked at in between.
/// </summary>
/// <param name="days">The days that are known, in order.</param>
/// <param name="before">The leads when the last of them began; null if they are not known: then the first look is the begin.</param>
/// <param name="now">The leads as they were last seen.</param>
internal sealed class LeadDays(
    ImmutableList<DayFigures> days, IReadOnlyDictionary<string, LeadPhase>? before, IReadOnlyDictionary<string, LeadPhase> now)
{
    private const int Kept = 800;

    private IReadOnlyDictionary<string, LeadPhase>? _before = before;
    private IReadOnlyDictionary<string, LeadPhase> _now = now;

    public ImmutableList<DayFigures> Days { get; private set; } = days;

    /// <summary>Of a store that has no leads yet.</summary>
    public static LeadDays Empty() => new([], NoLeads, NoLeads);

    private static readonly Dictionary<string, LeadPhase> NoLeads = [];

    /// <summary>Of a store with leads of which nothing was recorded: the first look at them is the begin.</summary>
    public static LeadDays After(ImmutableList<DayFigures> days) => new(days, null, NoLeads);

    public static LeadDays Of(StoredLeadDays stored)
    {
        var now = new Dictionary<string, LeadPhase>(stored.Before, StringComparer.Ordinal);
        foreach (var (id, phase) in stored.Changed)
        {
            if (phase is { } known)
                now[id] = known;
            else
                now.Remove(id);
        }
        return new(stored.Days, stored.Before, now);
    }

    public StoredLeadDays Stored()
    {
        var before = _before ?? _now;
        var changed = _now.Where(l => !before.TryGetValue(l.Key, out var was) || was != l.Value)
            .ToDictionary(l => l.Key, l => (LeadPhase?)l.Value);
        foreach (var id in before.Keys.Where(id => !_now.ContainsKey(id)))
            changed[id] = null;
        return new(Days, before.ToDictionary(), changed);
    }

    /// <summary>Looks at the leads: brings today's figures up to date.</summary>
    /// <returns>Whether something has changed.</returns>
    public bool See(DateOnly today, IReadOnlyDictionary<string, LeadPhase> leads, int critical, int high, int medium, int low)
    {
        // A clock that was set back does not reopen a day.
        if (Days.Count > 0 && Days[^1].Day > today)
            today = Days[^1].Day;
        var isNew = Days.Count == 0 || Days[^1].Day < today;
        if (_before is null)
            _before = leads;
        else if (isNew && Days.Count > 0)
            _before = _now;
        var isSame = IsSame(_now, leads);
        _now = leads;
        var day = new DayFigures(today, critical, high, medium, low, LeadMoves.Between(_before, leads));
        if (!isNew && isSame && day == Days[^1])
            return false;
        Days = isNew ? Days.Add(day).RemoveRange(0, Math.Max(0, Days.Count + 1 - Kept)) : Days.SetItem(Days.Count - 1, day);
        return true;
    }

    private static bool IsSame(IReadOnlyDictionary<string, LeadPhase> a, IReadOnlyDictionary<string, LeadPhase> b) =>
        a.Count == b.Count && a.All(l => b.TryGetValue(l.Key, out var phase) && phase == l.Value);
}
