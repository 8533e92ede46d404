using System.Diagnostics;

namespace OneLead.Web.Tests.ReadModel.Cluster;

/// <summary>The read models of several silos of one cluster. The numbers are those of the protocol.</summary>
public sealed class ClusterModelTests
{
    [Fact]
    public async Task P18_every_node_shows_what_the_grains_of_every_silo_publish_and_P20_waits_for_it()
    {
        await using var cluster = await ModelCluster.StartAsync(3);
        for (var i = 0; i < 30; i++)
        {
            await ModelCluster.AppendAsync(cluster.Nodes[i % 3], ($"S{i}", i));
            foreach (var node in cluster.Nodes)
            {
                await node.Silo.Ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
                var state = node.Model.State();
                Assert.Equal((3 * (i + 1), i + 1, i + 1, i + 1),
                    (state.Leads.Count, state.Accounts.Count, state.Territories.Count, state.Portfolio.Totals.Accounts));
            }
        }
        await cluster.AllRightAsync();
    }
}
