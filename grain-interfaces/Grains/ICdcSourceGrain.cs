using OneLead.Views;

namespace OneLead.Grains;

/// <summary>Follows one database for the whole cluster. Key: the tenant and the source's name.</summary>
[Alias("cdc-source")]
public interface ICdcSourceGrain : IGrainWithStringKey
{
    /// <summary>Follows the database, unless it does. Every node that could follow it calls this again and again.</summary>
    [Alias("ping")] Task Ping();

    /// <summary>Returns the status; null while no node follows the database.</summary>
    [Alias("status")] Task<CdcStatus?> Status();
}
