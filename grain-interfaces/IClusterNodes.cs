using System.Collections.Immutable;
using OneLead.Grains;

namespace OneLead;

/// <summary>A node of the cluster.</summary>
/// <param name="Silo">Its address, which also names it.</param>
/// <param name="Status">As the membership table knows it.</param>
/// <param name="IsSelf">True for the node that answers.</param>
/// <param name="Report">Null if it did not answer in time.</param>
public sealed record ClusterNodeStatus(SiloAddress Silo, SiloStatus Status, bool IsSelf, NodeReport? Report);

/// <summary>The nodes that take part in the cluster now.</summary>
public interface IClusterNodes
{
    /// <summary>Asks every node for its report. Waits two seconds at most for each, all at once.</summary>
    Task<ImmutableArray<ClusterNodeStatus>> FindAsync(CancellationToken cancellation);
}
