using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Web.Tests.ReadModel.Cluster;

/// <summary>A cluster whose silos each have a read model.</summary>
internal sealed class ModelCluster : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<ModelNode> _nodes = [];

    private ModelCluster(SiloCluster silos, FeedCalls calls) => (Silos, Calls) = (silos, calls);

    public SiloCluster Silos { get; }

    /// <summary>Loses or holds batches between silos.</summary>
    public FeedCalls Calls { get; }

    public IReadOnlyList<ModelNode> Nodes => _nodes;

    public static async Task<ModelCluster> StartAsync(int silos)
    {
        var calls = new FeedCalls();
        var cluster = new ModelCluster(
            await SiloCluster.StartAsync(silos, services => services.AddSingleton<IIncomingGrainCallFilter>(calls)), calls);
        await cluster.Silos.Silos[0].Grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).BeginDay(new DateOnly(2025, 10, 29));
        foreach (var silo in cluster.Silos.Silos)
            cluster._nodes.Add(await ModelNode.StartAsync(silo));
        return cluster;
    }

    public async Task<ModelNode> AddAsync()
    {
        var node = await ModelNode.StartAsync(await Silos.AddSiloAsync());
        _nodes.Add(node);
        return node;
    }

    public async Task KillAsync(ModelNode node)
    {
        _nodes.Remove(node);
        await Silos.KillAsync(node.Silo);
        await node.DisposeAsync();
    }

    public async Task StopAsync(ModelNode node)
    {
        _nodes.Remove(node);
        await node.DisposeAsync();
        await Silos.StopAsync(node.Silo);
    }

    /// <summary>The node whose silo writes the journal.</summary>
    public async Task<ModelNode> OwnerAsync()
    {
        var grains = _nodes[0].Silo.Grains;
        var address = await grains.GetGrain<IManagementGrain>(0)
            .GetActivationAddress(grains.GetGrain<IJournalGrain>(Keys.DefaultTenant));
        return _nodes.Single(n => n.Silo.Address.Equals(address));
    }

    /// <summary>Appends expired items that each bring three leads, at a node; as senders do, again until they are taken.</summary>
    public static async Task AppendAsync(ModelNode node, params (string Serial, int Territory)[] items)
    {
        ImmutableArray<ChangeEvent> events = [.. items.Select(i => Item(i.Serial, i.Territory))];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await node.Silo.Ingest.AppendAsync(Keys.DefaultTenant, events);
                return;
            }
            catch (Exception e) when (e is JournalUnavailableException or OrleansException or TimeoutException && attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    public async Task AllRightAsync(int seconds = 20)
    {
        foreach (var node in _nodes)
            await node.RightAsync(seconds);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await Silos.DisposeAsync();
    }

    private static ChangeEvent Item(string serial, int territory) => new(
        Keys.Territory($"{territory}"), EventKind.Item, Keys.Item(null, serial), EventSchema.Version, "test", $"{serial}:{territory}",
        Start, EventData.Of(
            ("serial", FieldValue.Of(serial)), ("territory", FieldValue.Of($"{territory}")),
            ("supportStatus", FieldValue.Of("Warranty Expired - Uncovered Box")), ("endOfLife", FieldValue.Of("2015-07-01")),
            ("productName", FieldValue.Of("HP DL360p Gen8 8-SFF CTO Server"))));
}
