using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Storage;
using OneLead.Web.ReadModel;
using OneLead.Web.Recording;

namespace OneLead.Web.Analytics;

/// <summary>
/// Records the figures of each day, because they cannot be recomputed later: a replay of the journal uses today's rules. Stored
/// once a minute; what a killed process had not stored is found when the leads are loaded again.
/// </summary>
internal sealed class DayHistory(LiveModel live, RecorderLease lease, IStateStore states, TimeProvider clock, ILogger<DayHistory> log)
    : RecordedState("lead-days", TimeSpan.FromMinutes(1), lease, states, clock, log), IModelListener
{
    // Of versions that did not count movements.
    private const string FormerName = "day-figures";

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock = clock;
    private LeadDays _days = new([], []);
    private bool _isChanged;

    /// <summary>The days, with today's open leads by priority as they are in a state of the model with all accounts.</summary>
    public IReadOnlyList<DayFigures> Until(ModelState state)
    {
        var bands = BandsOf(state);
        lock (_gate)
        {
            _isChanged |= _days.Set(bands, _clock.GetUtcNow());
            return _days.Days;
        }
    }

    // Changes wait for the lock, so that none is counted before the state that has it.
    public void Loaded(TenantModel model)
    {
        lock (_gate)
        {
            if (!IsRecording)
                return;
            var leads = new Dictionary<string, LeadPhase>(StringComparer.Ordinal);
            foreach (ref readonly var lead in model.State().Leads)
                leads[lead.Id] = LeadMoves.PhaseOf(lead.Status);
            _days.Load(leads, _clock.GetUtcNow());
            _isChanged = true;
        }
    }

    public void Changed(TenantModel model, AccountChange change)
    {
        foreach (var lead in change.Leads)
        {
            if (PhaseOf(lead.Before) == PhaseOf(lead.After))
                continue;
            lock (_gate)
            {
                if (!IsRecording)
                    return;
                _days.Change(
                    lead.Id, PhaseOf(lead.After), change.Cause?.Import, _clock.GetUtcNow(), lead.Before is { Row.Work: not null });
                _isChanged = true;
            }
        }
    }

    protected override async ValueTask RestoreAsync(byte[]? stored, byte[]? recent, CancellationToken cancellation)
    {
        var days = stored is not null
            ? LeadDays.Of(
                JsonSerializer.Deserialize<StoredLeadDays>(stored)!,
                recent is null ? null : JsonSerializer.Deserialize<RecentLeadDays>(recent))
            : await ReadAsync(FormerName, cancellation) is { } former
                ? new(JsonSerializer.Deserialize<ImmutableList<DayFigures>>(former.Bytes) ?? [], null)
                : new LeadDays([], []);
        lock (_gate)
            _days = days;
    }

    protected override void Begin()
    {
        if (live.UnfilteredOrNull is { } model)
            Loaded(model);
    }

    protected override byte[]? TakeChanged()
    {
        if (live.UnfilteredOrNull is not { } model)
            return null;
        Until(model.State());
        // Changes wait for the lock, so only the copy is made under it.
        StoredLeadDays stored;
        lock (_gate)
        {
            if (!_isChanged)
                return null;
            _isChanged = false;
            stored = _days.Stored();
        }
        return JsonSerializer.SerializeToUtf8Bytes(stored);
    }

    protected override byte[]? TakeRecent()
    {
        RecentLeadDays? recent;
        lock (_gate)
            recent = _days.TakeRecent();
        return recent is null ? null : JsonSerializer.SerializeToUtf8Bytes(recent);
    }

    protected override void NotStored() => _isChanged = true;

    private static LeadPhase? PhaseOf(LeadEntry? lead) => lead is { } known ? LeadMoves.PhaseOf(known.Status) : null;

    private static LeadBands BandsOf(ModelState state)
    {
        var counts = state.OpenLeads().ToLookup(c => c.Priority, c => c.Count);
        return new(
            counts[Priority.Critical].Sum(), counts[Priority.High].Sum(), counts[Priority.Medium].Sum(), counts[Priority.Low].Sum());
    }
}
