using OneLead.Grains;
using Orleans.Runtime.Services;

namespace OneLead.Feed;

/// <summary>The other silos of the cluster, and their feeds.</summary>
internal sealed class PeerSilos(IServiceProvider services, IClusterMembershipService membership, ILocalSiloDetails own)
    : GrainServiceClient<IChangeFeed>(services)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(200);

    public SiloAddress Own => own.SiloAddress;

    public IAsyncEnumerable<ClusterMembershipSnapshot> Updates => membership.MembershipUpdates;

    /// <summary>The other silos that run grains.</summary>
    public IEnumerable<SiloAddress> All => membership.CurrentSnapshot.Members.Values.Where(IsPeer).Select(static m => m.SiloAddress);

    public bool IsPeer(ClusterMember member) =>
        member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping
        && !member.SiloAddress.Equals(own.SiloAddress);

    public IChangeFeed FeedOf(SiloAddress silo) => GetGrainService(silo);

    /// <summary>Asks a silo until it says yes, or is no longer a member.</summary>
    public async Task AskAsync(SiloAddress silo, Func<IChangeFeed, Task<bool>> ask, CancellationToken cancellation)
    {
        while (All.Contains(silo))
        {
            try
            {
                if (await ask(FeedOf(silo)).WaitAsync(cancellation))
                    return;
                await Task.Delay(Pause, cancellation);
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                await Task.Delay(PauseAfterFailure, cancellation);
            }
        }
    }
}
