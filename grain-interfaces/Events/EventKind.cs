namespace OneLead.Events;

/// <summary>
/// The kind of entity that a change event is about. Kinds from <see cref="ProductLifecycle"/> on are tenant rows: they have
/// no account and apply to every account.
/// </summary>
public enum EventKind
{
    Account, Item, Opportunity, Project, ServiceCredit, Contract, Contact, Order, Usage, Ticket, Survey, Payment, Activity, Engagement,
    LeadStatus, LeadAssignment, Override, Link, Raw,
    ProductLifecycle = 100, ServiceOffer, Service, TerritoryMapping, RulesPublished, DayBegun, Retraction,
}

public static class EventKinds
{
    /// <summary>True if rows of this kind belong to the tenant and not to an account.</summary>
    public static bool IsTenantWide(this EventKind kind) => kind >= EventKind.ProductLifecycle;

    /// <summary>True if rows of this kind are commands. They are accepted or refused in journal order and never merged by time.</summary>
    public static bool IsCommand(this EventKind kind) => kind is EventKind.LeadStatus or EventKind.LeadAssignment or EventKind.Override;
}
