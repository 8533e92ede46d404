using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>The state that all accounts of a tenant share, derived from its tenant rows. Key: tenant.</summary>
[Alias("tenant")]
public interface ITenantGrain : IGrainWithStringKey
{
    [Alias("view")] Task<TenantView> View();

    /// <summary>Returns the territory names and name aliases: the fields of each mapping, by entity.</summary>
    [Alias("names")] Task<ImmutableDictionary<string, EventData>> Names();

    /// <summary>Returns the retracted imports (see <see cref="ImportIds"/>).</summary>
    [Alias("retracted")] Task<ImmutableHashSet<string>> Retracted();

    /// <summary>
    /// Appends the event that begins a day, after which due accounts are rescored. Does nothing if the day has already begun.
    /// </summary>
    /// <returns>False if the day is before the tenant's current day.</returns>
    [Alias("begin-day")] Task<bool> BeginDay(DateOnly day);
}
