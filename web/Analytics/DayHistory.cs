using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Storage;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Analytics;

/// <summary>A day of the whole tenant: open leads by priority at its end, and the leads that appeared during it.</summary>
internal sealed record DayFigures(DateOnly Day, int Critical, int High, int Medium, int Low, int Opened);

/// <summary>
/// Records the figures of each day, because they cannot be recomputed later: a replay of the journal uses today's rules. Stores
/// them when they have changed, at most once a minute.
/// </summary>
internal sealed partial class DayHistory(
    LiveModel live, IStateStore states, TimeProvider clock, ILogger<DayHistory> log) : BackgroundService,
    IModelListener
{
    private const string Name = "day-figures";
    private const int Kept = 800;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private ImmutableList<DayFigures> _days = [];
    private string? _etag;
    private int _opened;

    public IReadOnlyList<DayFigures> Days => _days;

    public void Loaded(TenantModel model)
    {
    }

    public void Changed(TenantModel model, AccountChange change) =>
        Interlocked.Add(ref _opened, change.Leads.Count(l => l is { PreviousPriority: null, Lead: not null }));

    public void Changed(TenantModel model, TerritoryRow territory)
    {
    }

    public void Changed(TenantModel model, PortfolioView portfolio)
    {
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await states.ReadAsync(Name, Keys.DefaultTenant, stoppingToken) is { } stored)
            (_days, _etag) = (JsonSerializer.Deserialize<ImmutableList<DayFigures>>(stored.Bytes) ?? [], stored.ETag);
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                await StoreAsync(stoppingToken);
            }
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                LogUnkept(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task StoreAsync(CancellationToken cancellation)
    {
        if (live.Current is not { } model)
            return;
        var (today, leads) = (DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), model.State().Portfolio.Totals.Leads);
        var before = _days.Count > 0 && _days[^1].Day == today ? _days[^1] : null;
        var now = new DayFigures(
            today, leads.Critical, leads.High, leads.Medium, leads.Low, (before?.Opened ?? 0) + Interlocked.Exchange(ref _opened, 0));
        if (now == before)
            return;
        _days = before is null ? _days.Add(now).RemoveRange(0, Math.Max(0, _days.Count + 1 - Kept)) : _days.SetItem(_days.Count - 1, now);
        _etag = await states.WriteAsync(
            Name, Keys.DefaultTenant, JsonSerializer.SerializeToUtf8Bytes(_days), _etag,
            cancellation) ?? (await states.ReadAsync(Name, Keys.DefaultTenant, cancellation))?.ETag;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The day's figures could not be stored; the next attempt follows in a minute")]
    private partial void LogUnkept(Exception e);
}
