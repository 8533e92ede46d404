using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Storage;
using OneLead.Web.ReadModel;
using OneLead.Web.Recording;

namespace OneLead.Web.Analytics;

/// <summary>
/// Records the figures of each day, because they cannot be recomputed later: a replay of the journal uses today's rules. Looks
/// at the leads once a minute and when somebody asks.
/// </summary>
internal sealed class DayHistory(LiveModel live, IStateStore states, TimeProvider clock, ILogger<DayHistory> log)
    : RecordedState("lead-days", TimeSpan.FromMinutes(1), states, clock, log)
{
    // Of versions that did not count movements.
    private const string FormerName = "day-figures";

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock = clock;
    private LeadDays _days = LeadDays.Empty();
    private bool _isChanged;

    /// <summary>The days, with today as it is in a state of the model.</summary>
    public IReadOnlyList<DayFigures> Until(ModelState state)
    {
        var (critical, high, medium, low) = (0, 0, 0, 0);
        foreach (ref readonly var lead in state.Leads)
        {
            if (!lead.IsOpen)
                continue;
            _ = lead.Priority switch
            {
                Priority.Critical => critical++,
                Priority.High => high++,
                Priority.Medium => medium++,
                _ => low++,
            };
        }
        var phases = LeadMoves.PhasesOf(state);
        lock (_gate)
        {
            _isChanged |= _days.See(DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime), phases, critical, high, medium, low);
            return _days.Days;
        }
    }

    protected override async ValueTask RestoreAsync(byte[]? stored, CancellationToken cancellation)
    {
        if (stored is not null)
            _days = LeadDays.Of(JsonSerializer.Deserialize<StoredLeadDays>(stored)!);
        else if (await ReadAsync(FormerName, cancellation) is { } former)
            _days = LeadDays.After(JsonSerializer.Deserialize<ImmutableList<DayFigures>>(former.Bytes) ?? []);
    }

    protected override byte[]? TakeChanged()
    {
        if (live.Current is not { } model)
            return null;
        Until(model.State());
        lock (_gate)
        {
            if (!_isChanged)
                return null;
            _isChanged = false;
            return JsonSerializer.SerializeToUtf8Bytes(_days.Stored());
        }
    }

    protected override void NotStored() => _isChanged = true;
}
