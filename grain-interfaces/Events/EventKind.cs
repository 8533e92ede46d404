namespace OneLead.Events;

/// <summary>
/// The kind of entity that a change event is about. Kinds from <see cref="ProductLifecycle"/> on are tenant rows: they have
/// no account and apply to every account.
/// </summary>
public enum EventKind
{
    Account, Item, Opportunity, Project, ServiceCredit, Contract, Contact, Order, Usage, Ticket, Survey, Payment, Activity, Engagement,
    LeadStatus, LeadAssignment, Override, Link, Raw, Audit,
    ProductLifecycle = 100, ServiceOffer, Service, TerritoryMapping, RulesPublished, DayBegun, Retraction,
}

/// <summary>What reads the entities of a kind. All of them are listed, filtered and exported.</summary>
public enum KindUse
{
    /// <summary>Nothing but the list of entities.</summary>
    Listed,

    /// <summary>An account's page shows them; no score reads them.</summary>
    AccountPage,

    /// <summary>Scores, sums, recommendations or the matching of names read them.</summary>
    Scores,
}

public static class EventKinds
{
    /// <summary>True if rows of this kind belong to the tenant and not to an account.</summary>
    public static bool IsTenantWide(this EventKind kind) => kind >= EventKind.ProductLifecycle;

    /// <summary>True if rows of this kind are commands. They are accepted or refused in journal order and never merged by time.</summary>
    public static bool IsCommand(this EventKind kind) => kind is EventKind.LeadStatus or EventKind.LeadAssignment or EventKind.Override;

    /// <summary>
    /// True if rows of this kind describe entities, which are listed: no commands, links, audit rows, days, rules or retractions.
    /// </summary>
    public static bool IsEntity(this EventKind kind) => !kind.IsCommand()
        && kind is not (EventKind.Link or EventKind.Audit or EventKind.RulesPublished or EventKind.DayBegun or EventKind.Retraction);

    /// <summary>
    /// What reads the entities of a kind. Import reports count the rows of kinds that are only listed as "stored, not used yet".
    /// A test compares this with what the accounts and the tenant read.
    /// </summary>
    public static KindUse Use(this EventKind kind) => kind switch
    {
        EventKind.Raw or EventKind.Service => KindUse.Listed,
        EventKind.Contact or EventKind.Order => KindUse.AccountPage,
        _ => KindUse.Scores,
    };
}
