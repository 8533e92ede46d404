namespace OneLead.Events;

/// <summary>What a change event is about. Kinds from <see cref="ProductLifecycle"/> on are tenant rows: they carry no account and concern every account.</summary>
public enum EventKind
{
    Account, Item, Opportunity, Project, ServiceCredit, Contract, Contact, Order, Usage, Ticket, Survey, Payment, Activity, Engagement,
    LeadStatus, LeadAssignment, Override, Link, Raw,
    ProductLifecycle = 100, ServiceOffer, Service, TerritoryMapping, RulesPublished, DayBegun, Retraction,
}

/// <summary>Questions about kinds.</summary>
public static class EventKinds
{
    /// <summary>Whether rows of this kind belong to the tenant and not to an account.</summary>
    public static bool IsTenantWide(this EventKind kind) => kind >= EventKind.ProductLifecycle;

    /// <summary>Whether rows of this kind are commands: applied in order, refused at their place, never merged by time.</summary>
    public static bool IsCommand(this EventKind kind) => kind is EventKind.LeadStatus or EventKind.LeadAssignment or EventKind.Override;
}
