using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>
/// Where entities are read: of one account from the account itself; of all from the read model where it holds the kind,
/// else from what the accounts have stored.
/// </summary>
internal sealed class EntitySource(LiveModel live, IEntityReader stored, IGrainFactory grains, IIngest ingest)
{
    /// <summary>Visits every entity of a kind once, in no particular order but always the same while nothing changes.</summary>
    public async Task Visit(EventKind kind, string? account, Func<EntityRow, ValueTask> visit, CancellationToken cancellation)
    {
        if (account is not null)
        {
            var owner = Keys.IsKey(account) ? ingest.AccountOf(Keys.DefaultTenant, account) : null;
            foreach (var row in owner is null ? [] : await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, owner)).Entities(kind))
                await visit(row);
            return;
        }
        if (kind.IsLive())
        {
            foreach (var row in Held(kind))
                await visit(row);
            return;
        }
        await stored.Refresh();
        await foreach (var row in stored.Read(Keys.DefaultTenant, kind, cancellation))
            await visit(row);
    }

    private List<EntityRow> Held(EventKind kind)
    {
        var held = live.Required.Entities(kind);
        var rows = new List<EntityRow>(held.Count);
        foreach (ref readonly var entity in held)
            rows.Add(entity.Row);
        return rows;
    }
}
