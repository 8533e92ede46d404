using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Tenants;

internal sealed class TenantGrain(EventIngest ingest, JournalTails tails, IJournal journal, TimeProvider clock) : Grain, ITenantGrain
{
    public Task<TenantView> View() => Task.FromResult(TenantViews.Of(History));

    public Task<ImmutableDictionary<string, EventData>> Names() =>
        Task.FromResult(History.Latest.Mappings.Values.Where(m => m.Exists)
            .ToImmutableDictionary(m => m.Id, m => m.Fields, StringComparer.Ordinal));

    public Task<ImmutableHashSet<string>> Retracted() => Task.FromResult(History.Latest.Retracted);

    public Task<DayOutcome> BeginDay(DateOnly day) => BeginDayFor(day, null);

    public async Task<DayOutcome> BeginDayFor(DateOnly day, Author? author)
    {
        if (await CheckDay(day) is not DayOutcome.Begun and var refused)
            return refused;
        if (day == History.Latest.AsOf)
            return DayOutcome.Begun;
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var began = new ChangeEvent(
            "", EventKind.DayBegun, text, EventSchema.Version, "clock", "day:" + text,
            new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), EventData.Of(("day", FieldValue.Of(day))))
        {
            Author = author,
        };
        await ingest.AppendAsync(Tenant, [began], decidedAfter: null);
        return DayOutcome.Begun;
    }

    public async Task<DayOutcome> CheckDay(DateOnly day)
    {
        var current = History.Latest.AsOf;
        return day < current ? DayOutcome.Earlier
            : day > current && day > LatestDay && (day.Year > LastYear || !await IsEmptyAsync()) ? DayOutcome.TooFarAhead
            : DayOutcome.Begun;
    }

    // The last year of the dates that sources may send.
    private const int LastYear = 2199;

    private DateOnly LatestDay => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(DayBound.MaxAhead);

    // A history may be replayed into a store without facts under any day.
    private async Task<bool> IsEmptyAsync()
    {
        await foreach (var entry in journal.ReadAllAsync(Tenant, 0))
        {
            if (entry.Event.Kind is not (EventKind.DayBegun or EventKind.RulesPublished or EventKind.Audit))
                return false;
        }
        return true;
    }

    private string Tenant => this.GetPrimaryKeyString();

    private TenantHistory History => tails.Of(Tenant).History;
}
