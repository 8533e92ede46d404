using System.Collections.Immutable;
using System.Globalization;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Views;

namespace OneLead.Tenants;

internal sealed class TenantGrain(EventIngest ingest, JournalTails tails) : Grain, ITenantGrain
{
    public Task<TenantView> View() => Task.FromResult(TenantViews.Of(History));

    public Task<ImmutableDictionary<string, EventData>> Names() =>
        Task.FromResult(History.Latest.Mappings.Values.Where(m => m.Exists)
            .ToImmutableDictionary(m => m.Id, m => m.Fields, StringComparer.Ordinal));

    public Task<ImmutableHashSet<string>> Retracted() => Task.FromResult(History.Latest.Retracted);

    public async Task<bool> BeginDay(DateOnly day)
    {
        var latest = History.Latest;
        if (day <= latest.AsOf)
            return day == latest.AsOf;
        var text = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var began = new ChangeEvent(
            "", EventKind.DayBegun, text, EventSchema.Version, "clock", "day:" + text,
            new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), EventData.Of(("day", FieldValue.Of(day))));
        await ingest.AppendAsync(Tenant, [began], decidedAfter: null);
        return true;
    }

    private string Tenant => this.GetPrimaryKeyString();

    private TenantHistory History => tails.Of(Tenant).History;
}
