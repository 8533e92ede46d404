using System.Globalization;

namespace OneLead.Storage;

/// <summary>A node as the cluster's membership table names it.</summary>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Generation">Tells the runs of a node on the same address apart.</param>
public sealed record ClusterNode(string Cluster, string Address, int Port, int Generation)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Address}:{Port}@{Generation}");
}
