using Orleans.Services;

namespace OneLead.Grains;

/// <summary>What a node says of itself.</summary>
/// <param name="Host">The name of its machine.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Role">See <see cref="INodeDetails.Role"/>.</param>
/// <param name="Dashboards">The dashboards that are connected to it.</param>
/// <param name="Unsaved">Its accounts that wait for their snapshot to be stored.</param>
/// <param name="Engine">The version of the code that derives its scores; 0 if its version of the program does not say.</param>
[GenerateSerializer, Immutable, Alias("node-report")]
public sealed record NodeReport(
    [property: Id(0)] string Host, [property: Id(1)] string Version, [property: Id(2)] string Role,
    [property: Id(3)] DateTimeOffset StartedAt, [property: Id(4)] int Dashboards, [property: Id(5)] int Unsaved,
    [property: Id(6)] int Engine = 0);

/// <summary>Answers other nodes. One on each silo.</summary>
[Alias("node-reporter")]
public interface INodeReporter : IGrainService
{
    [Alias("report"), ResponseTimeout("00:00:02")] Task<NodeReport> Report();

    /// <summary>Reads the store, and returns whether that succeeded.</summary>
    [Alias("reads-store"), ResponseTimeout("00:00:02")] Task<bool> ReadsStore();
}
