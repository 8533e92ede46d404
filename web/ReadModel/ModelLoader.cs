using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>Loads a tenant's model: the stored views, and what only accounts and roll-ups know.</summary>
internal sealed partial class ModelLoader(
    string tenant, IGrainFactory grains, ISnapshotStore snapshots, IEntityReader entities, ILogger log)
{
    private const int ParallelLoads = 16;

    /// <param name="refresher">Is given the accounts that do not answer.</param>
    public async Task LoadAsync(TenantModel model, AccountRefresher refresher, CancellationToken stopping)
    {
        // Read before the views: what is stored after this is in the views, what is not is asked.
        var unflushed = await grains.GetGrain<IJournalGrain>(tenant).GetUnflushedAsync(stopping);
        var unreadable = new List<string>();
        await foreach (var row in snapshots.ReadViewsAsync(tenant, stopping))
        {
            try
            {
                model.Apply(AccountDeltaCodec.Read(row.Bytes) with { IsWhole = true }, out _);
            }
            catch (InvalidDataException e)
            {
                LogUnreadable(e, row.Account);
                unreadable.Add(row.Account);
            }
        }
        // After the views, which they may then be ahead of and never behind; and before what accounts say themselves.
        foreach (var kind in EntityKinds.Live)
        {
            await foreach (var entity in entities.ReadAsync(tenant, kind, stopping))
                model.Restore(entity);
        }
        var unstored = unreadable.Except(unflushed.Select(static u => u.Id)).Select(static a => new UnflushedAccount(a, 0));
        await Parallel.ForEachAsync(unstored.Concat(unflushed),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelLoads, CancellationToken = stopping }, async (account, _) =>
        {
            try
            {
                model.Apply(await refresher.GetCurrentAsync(account.Id, account.Last), out AccountChange _);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                LogUnanswered(e, account.Id);
                refresher.Ask(account.Id, account.Last, isRepair: false);
            }
        });
        model.Apply(await grains.GetGrain<ITenantGrain>(tenant).View());
        var portfolio = grains.GetGrain<IPortfolioGrain>(tenant);
        foreach (var territory in await portfolio.Territories())
            model.Apply(territory);
        model.Apply(await portfolio.View());
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored view of {account} is not readable; asking the account")]
    private partial void LogUnreadable(Exception e, string account);

    [LoggerMessage(Level = LogLevel.Error, Message = "{account} does not answer; its stored view is shown until it does")]
    private partial void LogUnanswered(Exception e, string account);
}
