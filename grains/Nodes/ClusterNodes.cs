using System.Collections.Immutable;
using OneLead.Grains;
using Orleans.Runtime.Services;

namespace OneLead.Nodes;

/// <summary>Asks the nodes of the cluster.</summary>
internal sealed class ClusterNodes(IServiceProvider services, IClusterMembershipService membership, ILocalSiloDetails own,
    NodeEngine ownEngine)
    : GrainServiceClient<INodeReporter>(services), IClusterNodes
{
    public async Task<ImmutableArray<ClusterNodeStatus>> FindAsync(CancellationToken cancellation) =>
    [
        .. await Task.WhenAll(membership.CurrentSnapshot.Members.Values
            .Where(IsMember)
            .OrderBy(static m => m.SiloAddress)
            .Select(async m => new ClusterNodeStatus(
                m.SiloAddress, m.Status, m.SiloAddress.Equals(own.SiloAddress), await AskAsync(m, static n => n.Report(), cancellation)))),
    ];

    /// <summary>Returns true if every node says that it runs an engine. One that does not answer may be of another version.</summary>
    public async Task<bool> AllRunAsync(int engine, CancellationToken cancellation) => ownEngine.Version == engine
        && (await AskPeersAsync(IsMember, static n => n.Report(), cancellation)).All(r => r?.Engine == engine);

    /// <summary>Returns true if another node reads the store.</summary>
    public async Task<bool> AnotherReadsStoreAsync(CancellationToken cancellation) =>
        (await AskPeersAsync(static m => m.Status == SiloStatus.Active, static n => n.ReadsStore(), cancellation)).Any(static can => can);

    private Task<T?[]> AskPeersAsync<T>(
        Func<ClusterMember, bool> isAsked, Func<INodeReporter, Task<T>> ask, CancellationToken cancellation) =>
        Task.WhenAll(membership.CurrentSnapshot.Members.Values
            .Where(m => isAsked(m) && !m.SiloAddress.Equals(own.SiloAddress))
            .Select(m => AskAsync(m, ask, cancellation)));

    private static bool IsMember(ClusterMember node) =>
        node.Status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping;

    // Null or false if the node does not answer: it may be lost, stopping, or of a version that does not know the question.
    private async Task<T?> AskAsync<T>(ClusterMember node, Func<INodeReporter, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(GetGrainService(node.SiloAddress)).WaitAsync(cancellation);
        }
        // A node that does not know the question answers with a TypeLoadException.
        catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            return default;
        }
    }
}
