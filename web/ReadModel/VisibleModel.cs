using OneLead.Events;
using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Access;

namespace OneLead.Web.ReadModel;

/// <summary>
/// The model as a caller sees it: everything that answers a query reads from here. What the caller does not see is as if it did not
/// exist. Endpoints take it as a parameter.
/// </summary>
internal sealed class VisibleModel(TenantModel model, Visibility visibility)
{
    /// <summary>Gives endpoints the model of their caller.</summary>
    public static ValueTask<VisibleModel?> BindAsync(HttpContext context) =>
        new(context.RequestServices.GetRequiredService<LiveModel>().For(context.Visibility()));

    public Visibility Visibility => visibility;

    public TenantView Tenant => model.Tenant;

    /// <summary>Which territory is below which, seen or not.</summary>
    public TerritoryTree Territories => model.Territories;

    public ModelState State() => model.State(visibility);

    public bool Sees(EventKind kind) => visibility.Sees(kind);

    /// <summary>True if the account is seen. Who sees all accounts sees those that are not listed, too.</summary>
    public bool Sees(string account) =>
        visibility.SeesAllAccounts || (model.Account(account) is { } row && visibility.Sees(row));

    public bool Sees(ItemView item) => Sees(EventKind.Item) && Sees(item.AccountId);

    /// <summary>
    /// The account of an item; null if there is no such item, or if the account is not seen. Loads nothing, so an item that is not seen
    /// takes as long as one that does not exist.
    /// </summary>
    public async ValueTask<string?> FindItemAccountAsync(string item, IIngest ingest) =>
        Sees(EventKind.Item) && Keys.IsKey(item)
        && await ingest.FindOwnerAsync(Keys.DefaultTenant, EventKind.Item, item) is { } account && Sees(account)
            ? account
            : null;

    public LeadRow? Lead(string id) => model.Lead(id) is { } lead && Sees(lead.AccountId) ? lead : null;

    public AccountRow? Account(string id) => AccountEntry(id)?.Row;

    /// <summary>An account with the last change of its health.</summary>
    public AccountEntry? AccountEntry(string id) => model.AccountEntry(id) is { } entry && visibility.Sees(entry.Row)
        ? entry with { Row = visibility.Shown(entry.Row) }
        : null;

    /// <summary>The current entities of a kind that the model holds.</summary>
    public SnapshotTable<EntityEntry>.Rows Entities(EventKind kind) => Sees(kind) ? model.Entities(kind, visibility) : default;

    /// <summary>The current items whose support ends soon.</summary>
    public SnapshotTable<EndingEntry>.Rows Ending() => Sees(EventKind.Item) ? model.Ending(visibility) : default;

    /// <summary>A stored entity with the territory of its account, which is not stored with it.</summary>
    public EntityRow Placed(EntityRow stored) => model.Placed(stored);

    /// <summary>The leads of one account, open or not, by score.</summary>
    public IReadOnlyList<LeadRow> LeadsOf(string account) => Sees(account) ? model.LeadsOf(account) : [];
}
