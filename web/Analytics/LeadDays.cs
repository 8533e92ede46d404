using System.Collections.Immutable;

namespace OneLead.Web.Analytics;

/// <summary>Open leads by priority.</summary>
internal readonly record struct LeadBands(int Critical, int High, int Medium, int Low);

/// <summary>A day of the whole tenant: open leads by priority at its end, and the movements during it.</summary>
/// <param name="Moves">Null for days that a version recorded which did not count them.</param>
internal sealed record DayFigures(DateOnly Day, int Critical, int High, int Medium, int Low, LeadMoves? Moves);

/// <summary>What is stored of the days.</summary>
/// <param name="Leads">The leads as they were last seen, also those that are gone and may come back with their history.</param>
internal sealed record StoredLeadDays(ImmutableList<DayFigures> Days, Dictionary<string, LeadPhase> Leads);

/// <summary>What has changed after <see cref="StoredLeadDays"/>.</summary>
/// <param name="Days">The last days, which replace theirs.</param>
/// <param name="Leads">The leads that changed; null: it has no phase any more.</param>
internal sealed record RecentLeadDays(ImmutableList<DayFigures> Days, Dictionary<string, LeadPhase?> Leads);

/// <summary>
/// Counts the movements of leads by day. A lead keeps its id when its item moves to another account and when renewal due becomes
/// renewal, so neither is a movement; nor is what an import does to a lead on the way to where it leaves it.
/// </summary>
/// <param name="days">The days that are known, in order.</param>
/// <param name="leads">The leads as they were last seen; null if they are not known: then those of the first load are not counted.</param>
internal sealed class LeadDays(ImmutableList<DayFigures> days, Dictionary<string, LeadPhase>? leads)
{
    private const int Kept = 800, RecentDays = 2, MaxRecent = 5_000;

    // A moved lead is gone until its new account reports it.
    private static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(5);

    // Bounds the memory. A longer import may count a lead twice that it opens at its begin and removes at its end.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, Step> _steps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private Dictionary<string, LeadPhase>? _leads = leads;
    private ImmutableList<DayFigures>? _recentDays;
    private DateTimeOffset _forgotten;

    public ImmutableList<DayFigures> Days { get; private set; } = days;

    public int Open => _leads?.Values.Count(p => p == LeadPhase.Open) ?? 0;

    public static LeadDays Of(StoredLeadDays stored, RecentLeadDays? recent = null)
    {
        var leads = new Dictionary<string, LeadPhase>(stored.Leads, StringComparer.Ordinal);
        if (recent is not { Days: [var first, ..] })
            return new(stored.Days, leads);
        foreach (var (lead, to) in recent.Leads)
        {
            if (to is { } phase)
                leads[lead] = phase;
            else
                leads.Remove(lead);
        }
        return new([.. stored.Days.TakeWhile(d => d.Day < first.Day), .. recent.Days], leads);
    }

    public StoredLeadDays Stored()
    {
        _recent.Clear();
        _recentDays = Days;
        return new(Days, new(_leads ?? [], StringComparer.Ordinal));
    }

    /// <summary>What has changed since <see cref="Stored"/>; null if nothing has since the last call, or too much.</summary>
    public RecentLeadDays? TakeRecent()
    {
        if (_recentDays is null || _recentDays == Days || _recent.Count > MaxRecent)
            return null;
        _recentDays = Days;
        return new([.. Days.Skip(Days.Count - RecentDays)], _recent.ToDictionary(id => id, Phase, StringComparer.Ordinal));
    }

    /// <summary>Takes in a lead that changed.</summary>
    /// <param name="to">Null: it is gone.</param>
    /// <param name="import">The import that changed it; null if none did.</param>
    /// <param name="isTouched">True if somebody has worked on it.</param>
    public void Change(string lead, LeadPhase? to, string? import, DateTimeOffset at, bool isTouched = false)
    {
        var from = Phase(lead);
        if (to is null ? from != LeadPhase.Open : from == to)
            return;
        BeginDay(at);
        if (_steps.TryGetValue(lead, out var last) && last.IsContinuedBy(to, import, at))
        {
            Add(last.From, last.To, -1);
            from = last.From;
        }
        // A closed lead keeps its phase while its item is not there, because it comes back as it was.
        to ??= from == LeadPhase.Open ? isTouched ? LeadPhase.Resolved : null : from;
        _recent.Add(lead);
        Add(from, to, 1);
        _steps[lead] = new(from, to, import, at);
        if (to is { } phase)
            (_leads ??= [])[lead] = phase;
        else
            _leads?.Remove(lead);
    }

    /// <summary>Takes in all leads after a start: what is different from when they were last seen counts today.</summary>
    public void Load(Dictionary<string, LeadPhase> all, DateTimeOffset at)
    {
        _leads ??= all;
        BeginDay(at);
        foreach (var id in _leads.Keys.Where(id => !all.ContainsKey(id)).ToList())
            Change(id, null, null, at);
        foreach (var (id, phase) in all)
            Change(id, phase, null, at);
    }

    /// <summary>Sets today's open leads by priority.</summary>
    /// <returns>Whether they are others than before.</returns>
    public bool Set(LeadBands bands, DateTimeOffset at)
    {
        BeginDay(at);
        Forget(at);
        var day = Days[^1] with { Critical = bands.Critical, High = bands.High, Medium = bands.Medium, Low = bands.Low };
        if (day == Days[^1])
            return false;
        Days = Days.SetItem(Days.Count - 1, day);
        return true;
    }

    // A clock that was set back does not reopen a day.
    private void BeginDay(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        if (Days.Count > 0 && Days[^1] is { } last && last.Day >= day)
        {
            if (last.Moves is null)
                Days = Days.SetItem(Days.Count - 1, last with { Moves = LeadMoves.None(Open) });
            return;
        }
        var open = Days.Count > 0 && Days[^1].Moves is { } moves ? moves.Open : Open;
        var former = Days.Count > 0 ? Days[^1] : new(default, 0, 0, 0, 0, null);
        Days = Days.Add(former with { Day = day, Moves = LeadMoves.None(open) }).RemoveRange(0, Math.Max(0, Days.Count + 1 - Kept));
        _steps.Clear();
    }

    private void Add(LeadPhase? from, LeadPhase? to, int sign)
    {
        var today = Days[^1];
        Days = Days.SetItem(Days.Count - 1, today with { Moves = today.Moves!.Plus(from, to, sign) });
    }

    private LeadPhase? Phase(string lead) => _leads is not null && _leads.TryGetValue(lead, out var phase) ? phase : null;

    private void Forget(DateTimeOffset at)
    {
        if (at - _forgotten < Remembered)
            return;
        _forgotten = at;
        foreach (var lead in _steps.Where(s => at - s.Value.At > Remembered).Select(s => s.Key).ToList())
            _steps.Remove(lead);
    }

    /// <summary>The last step of a lead today.</summary>
    private readonly record struct Step(LeadPhase? From, LeadPhase? To, string? Import, DateTimeOffset At)
    {
        public bool IsContinuedBy(LeadPhase? to, string? import, DateTimeOffset at) =>
            (import is not null && import == Import) || (!LeadMoves.IsThere(To) && to == From && at - At <= LongestMove);
    }
}
