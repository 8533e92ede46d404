namespace OneLead.Sources.Imports;

/// <summary>The nodes of the cluster, by which imports of lost ones are found.</summary>
internal sealed class ImportNodes(IClusterMembershipService cluster, ILocalSiloDetails own, TimeProvider clock)
{
    // A node that has just joined may not be known here yet.
    private static readonly TimeSpan LongestJoining = TimeSpan.FromMinutes(1);

    /// <summary>This node; another one after a restart.</summary>
    public string Own { get; } = own.SiloAddress.ToParsableString();

    /// <summary>True if the node that ran it is gone, or has started again since.</summary>
    public bool IsLost(ImportJob job)
    {
        var member = cluster.CurrentSnapshot.Members.Values.FirstOrDefault(m => m.SiloAddress.ToParsableString() == job.Node);
        return member is null ? clock.GetUtcNow() - job.CreatedAt > LongestJoining : member.Status == SiloStatus.Dead;
    }
}
