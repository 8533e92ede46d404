using OneLead.Grains;
using OneLead.Views;
using Orleans.Placement;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Runs on a node that can follow the database: that node asked for it first. When the node is lost, the next one that asks has it.
/// </summary>
[KeepAlive, PreferLocalPlacement]
internal sealed class CdcSourceGrain(CdcService followers) : Grain, ICdcSourceGrain
{
    private string Source => Keys.Split(this.GetPrimaryKeyString()).Key;

    public Task Ping()
    {
        if (!followers.TryFollow(Source))
            DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<CdcStatus?> Status()
    {
        var status = followers.Status(Source);
        // The question may come from a node that cannot follow it.
        if (status is null)
            DeactivateOnIdle();
        return Task.FromResult(status);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        followers.StopAsync(Source);
}
