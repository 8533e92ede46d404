using System.Diagnostics;
using OneLead.Grains;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

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

    [Fact]
    public async Task P18_a_reader_that_stands_still_keeps_no_grain_and_no_other_reader_waiting()
    {
        await using var cluster = await ModelCluster.StartAsync(2);
        var (reader, still) = (cluster.Nodes[0], cluster.Nodes[1]);
        using (cluster.Calls.Hold(b => b.From.Equals(reader.Silo.Address)))
        {
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 40; i++)
            {
                await ModelCluster.AppendAsync(reader, ($"S{i}", i));
                await reader.Silo.Ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
            }
            Assert.Equal(120, reader.Model.LeadCount);
            // Shorter than a call of a silo to another one lasts.
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 8);
            Assert.True(cluster.Calls.Held > 0);
        }
        await cluster.AllRightAsync();
        Assert.Equal(120, still.Model.LeadCount);
    }

    [Fact]
    public async Task P19_a_lost_batch_is_noticed_and_read_again_without_loading_everything()
    {
        await using var cluster = await ModelCluster.StartAsync(2);
        var before = cluster.Nodes.Select(static n => n.Model).ToList();
        using (cluster.Calls.Lose(static b => b.Changes.Length > 0))
        {
            for (var i = 0; i < 20; i++)
                await ModelCluster.AppendAsync(cluster.Nodes[i % 2], ($"S{i}", i));
            await Wait.UntilAsync("a batch is lost", () => Task.FromResult(cluster.Calls.Lost > 0));
        }
        await cluster.AllRightAsync();
        Assert.Equal(before, cluster.Nodes.Select(static n => n.Model));
        Assert.All(cluster.Nodes, static n => Assert.Equal(60, n.Model.LeadCount));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task P19_after_a_silo_died_under_load_every_model_is_a_fold_of_the_journal(bool isOwner)
    {
        await using var cluster = await ModelCluster.StartAsync(3);
        var before = cluster.Nodes.ToDictionary(static n => n, static n => n.Model);
        await ModelCluster.AppendAsync(cluster.Nodes[0], ("first", 0));
        var owner = await cluster.OwnerAsync();
        var killed = isOwner ? owner : cluster.Nodes.First(n => n != owner);
        var sender = cluster.Nodes.First(n => n != killed);
        using var ending = new CancellationTokenSource();
        var sent = 1;
        var load = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                await ModelCluster.AppendAsync(sender, ($"S{sent}", sent % 40));
                sent++;
            }
        });
        await Task.Delay(500);
        await cluster.KillAsync(killed);
        await Task.Delay(500);
        await ending.CancelAsync();
        await load;
        await cluster.AllRightAsync();
        Assert.All(cluster.Nodes, n => Assert.Equal(3 * sent, n.Model.LeadCount));
        Assert.All(cluster.Nodes, n => Assert.Same(before[n], n.Model));
    }

    [Fact]
    public async Task P19_a_silo_that_joins_under_load_shows_everything_and_what_it_publishes_is_shown()
    {
        await using var cluster = await ModelCluster.StartAsync(1);
        using var ending = new CancellationTokenSource();
        var sent = 0;
        var first = cluster.Nodes[0];
        var load = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                // New territories, whose grains the new silo gets too.
                await ModelCluster.AppendAsync(first, ($"S{sent}", sent / 5));
                sent++;
            }
        });
        var before = first.Model;
        await cluster.AddAsync();
        await Task.Delay(500);
        await ending.CancelAsync();
        await load;
        await cluster.AllRightAsync();
        Assert.All(cluster.Nodes, n => Assert.Equal(3 * sent, n.Model.LeadCount));
        Assert.Same(before, first.Model);
    }

    [Theory]
    [InlineData("portfolio")]
    [InlineData("territory")]
    [InlineData("account")]
    public async Task P22_a_grain_that_moves_publishes_no_lower_version_and_what_it_published_before_replaces_nothing(string kind)
    {
        await using var cluster = await ModelCluster.StartAsync(3);
        await ModelCluster.AppendAsync(cluster.Nodes[0], ("S0", 1));
        await cluster.Nodes[0].RightAsync();
        IGrain grain = kind switch
        {
            "portfolio" => cluster.Nodes[0].Silo.Grains.GetGrain<IPortfolioGrain>(Keys.DefaultTenant),
            "territory" => cluster.Nodes[0].Silo.Grains.GetGrain<ITerritoryGrain>(Keys.Grain(Keys.DefaultTenant, "1")),
            _ => cluster.Nodes[0].Silo.Grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, Keys.Territory("1"))),
        };
        for (var i = 1; i <= 6; i++)
        {
            var (from, to) = (cluster.Nodes[i % 3], cluster.Nodes[(i + 1) % 3]);
            await MoveAsync(grain, from);
            var reader = cluster.Nodes[(i + 2) % 3];
            // A territory is published by the portfolio, which stays where it is.
            using (cluster.Calls.Hold(b => kind != "territory" && b.From.Equals(from.Silo.Address) && b.Changes.Length > 0))
            {
                // What it publishes here comes late, after what it publishes on the next silo.
                await ModelCluster.AppendAsync(reader, ($"S{i}a", 1));
                await from.Silo.Ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
                await MoveAsync(grain, to);
                await ModelCluster.AppendAsync(reader, ($"S{i}b", 1));
                await Wait.UntilAsync("the next silo's changes are shown", () => Task.FromResult(Shown(reader, kind) == (2 * i) + 1));
            }
            // Then what came late is there, too.
            await reader.Silo.Ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
            Assert.Equal((2 * i) + 1, Shown(reader, kind));
        }
        await cluster.AllRightAsync();
    }

    private static int Shown(ModelNode node, string kind)
    {
        var state = node.Model.State();
        return kind switch
        {
            "portfolio" => state.Portfolio.Totals.Items,
            "territory" => state.Territories["1"].Totals.Items,
            _ => node.Model.Account(Keys.Territory("1"))!.Totals.Items,
        };
    }

    private static async Task MoveAsync(IGrain grain, ModelNode to)
    {
        await Wait.UntilAsync("the grain is there", async () =>
        {
            if (Equals(await to.Silo.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain), to.Silo.Address))
                return true;
            RequestContext.Set(IPlacementDirector.PlacementHintKey, to.Silo.Address);
            await grain.Cast<IGrainManagementExtension>().MigrateOnIdle();
            RequestContext.Clear();
            await Task.Delay(50);
            return false;
        });
    }
}
