using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OneLead.Grains;
using OneLead.Snapshots;
using OneLead.Storage;

namespace OneLead.Nodes;

internal sealed class NodeReporter(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, INodeDetails details, SnapshotWriter snapshots, IJournal journal,
    NodeEngine engine)
    : GrainService(id, silo, loggers), INodeReporter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly DateTimeOffset StartedAt = new(Process.GetCurrentProcess().StartTime.ToUniversalTime());

    public Task<NodeReport> Report() => Task.FromResult(new NodeReport(
        Environment.MachineName, details.Version, details.Role, StartedAt, details.Dashboards, snapshots.Waiting, engine.Version));

    public Task<bool> ReadsStore() => journal.CanBeReadAsync(Patience, CancellationToken.None);
}

/// <summary>The engine that a silo says it runs. Tests let silos differ.</summary>
internal sealed record NodeEngine(int Version);

/// <summary>A silo without a program around it.</summary>
internal sealed class NoDetails : INodeDetails
{
    public string Version => "";

    public string Role => "work";

    public int Dashboards => 0;
}
