using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage;
using OneLead.Web.ReadModel;
using OneLead.Web.Verification;

namespace OneLead.Web.Tests.ReadModel.Cluster;

/// <summary>A silo of a cluster with a read model.</summary>
internal sealed class ModelNode : IAsyncDisposable
{
    private readonly ModelFollower _follower;

    private ModelNode(ClusterSilo silo)
    {
        var services = silo.Services;
        Silo = silo;
        Live = new LiveModel(new Lazy<IEnumerable<IModelListener>>([]));
        _follower = new ModelFollower(
            Keys.DefaultTenant, silo.Grains, services.GetRequiredService<ISnapshotStore>(), services.GetRequiredService<IEntityReader>(),
            services.GetRequiredService<IChangePublisher>(), services.GetRequiredService<IPeerChanges>(), Live,
            new ModelRepairs(services.GetRequiredService<IMeterFactory>(), TimeProvider.System), TimeProvider.System,
            NullLogger<ModelFollower>.Instance);
    }

    public ClusterSilo Silo { get; }

    public LiveModel Live { get; }

    public TenantModel Model => Live.Unfiltered;

    public static async Task<ModelNode> StartAsync(ClusterSilo silo)
    {
        var node = new ModelNode(silo);
        await node._follower.StartAsync(CancellationToken.None);
        await Wait.UntilAsync("the model is loaded", () => Task.FromResult(node.Live.UnfilteredOrNull is not null));
        return node;
    }

    /// <summary>What the model shows differently from the journal, when everything committed before the call is applied.</summary>
    public async Task<string> DifferenceAsync()
    {
        var served = new ServedModel(Live, Silo.Ingest);
        var report = await Silo.Services.GetRequiredService<IVerification>().VerifyAsync(Keys.DefaultTenant, served: served);
        return string.Join("; ",
            report.Different.Concat(report.Served).Concat(await served.FindRollUpDifferencesAsync(CancellationToken.None)));
    }

    /// <summary>Waits until the model shows what the journal says.</summary>
    public async Task RightAsync(int seconds = 20)
    {
        var difference = "";
        await Wait.UntilAsync(() => difference, async () => (difference = await DifferenceAsync()).Length == 0, seconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _follower.StopAsync(CancellationToken.None);
        _follower.Dispose();
    }
}
