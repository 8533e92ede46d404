namespace OneLead.Silo.Tests.Protocol;

/// <summary>P21: a node that cannot read the store while another can ends itself.</summary>
public sealed class IsolatedNodeTests
{
    [Fact]
    public async Task A_node_that_is_cut_off_from_the_store_ends_and_the_others_do_not()
    {
        await using var cluster = await SiloCluster.StartAsync(3);
        cluster.Silos[1].CutOff();
        await Wait.UntilAsync("the node has ended", () => Task.FromResult(cluster.Silos[1].Failure is not null));
        Assert.Equal("This node cannot read the database, and another node can.", cluster.Silos[1].Failure);
        Assert.Null(cluster.Silos[0].Failure);
        Assert.Null(cluster.Silos[2].Failure);
    }

    [Fact]
    public async Task No_node_ends_while_none_can_read_the_store()
    {
        await using var cluster = await SiloCluster.StartAsync(2);
        foreach (var silo in cluster.Silos)
            silo.CutOff();
        await Task.Delay(TimeSpan.FromSeconds(8));
        Assert.All(cluster.Silos, s => Assert.Null(s.Failure));
    }
}
