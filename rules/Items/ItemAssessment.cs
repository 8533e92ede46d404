namespace OneLead.Rules;

/// <summary>The leads that an item triggers.</summary>
[Flags]
public enum LeadTriggers
{
    None = 0, Renewal = 1 << LeadType.Renewal, HardwareRefresh = 1 << LeadType.HardwareRefresh,
    ServiceAttach = 1 << LeadType.ServiceAttach, RenewalDue = 1 << LeadType.RenewalDue,
}

public static class LeadTriggersExtensions
{
    /// <summary>Both states of a renewal lead.</summary>
    public const LeadTriggers AnyRenewal = LeadTriggers.Renewal | LeadTriggers.RenewalDue;

    /// <summary>Returns the type that a lead has now; null if nothing triggers it.</summary>
    public static LeadType? TypeOf(this LeadTriggers triggers, LeadType identity) =>
        triggers.Contains(identity) ? identity
        : identity == LeadType.Renewal && triggers.Contains(LeadType.RenewalDue) ? LeadType.RenewalDue
        : null;

    /// <summary>True if the lead of this identity is triggered.</summary>
    public static bool Has(this LeadTriggers triggers, LeadType identity) => triggers.TypeOf(identity) is not null;

    private static bool Contains(this LeadTriggers triggers, LeadType type) => (triggers & (LeadTriggers)(1 << (int)type)) != 0;
}

/// <summary>The assessment of an item on a day.</summary>
/// <param name="Support">The support state on that day.</param>
/// <param name="RiskScore">0-100.</param>
/// <param name="Urgency">The urgency of each of its leads, 0-100.</param>
/// <param name="NextChange">The first later day on which the assessment changes by the passing of time; null if never.</param>
public readonly record struct ItemAssessment(
    ProductClass Product, SupportState Support, RiskLevel Risk, int RiskScore, LeadTriggers Triggers, int Urgency, bool IsPastEndOfLife,
    DateOnly? NextChange);
