using OneLead.Web.Samples;
using OneLead.Web.Tenants;

namespace OneLead.Web;

/// <summary>How a server is started. A null value is left to the configuration.</summary>
/// <param name="AsOf">The current day; null: from the clock.</param>
/// <param name="KeepsDays">
/// False for commands on the store: no day begins by itself, and no database is followed.
/// </param>
/// <param name="Tenant">The organisation of this host; null for the default one, whose host is the installation's.</param>
internal sealed record ServerArguments(
    string? Urls = null, DateOnly? AsOf = null, SampleMode Sample = SampleMode.None, bool KeepsDays = true,
    IReadOnlyDictionary<string, string?>? Settings = null, Tenant? Tenant = null);
