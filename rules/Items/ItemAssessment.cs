namespace OneLead.Rules;

/// <summary>The leads that an item triggers.</summary>
[Flags]
public enum LeadTriggers
{
    None = 0, Renewal = 1 << LeadType.Renewal, HardwareRefresh = 1 << LeadType.HardwareRefresh, ServiceAttach = 1 << LeadType.ServiceAttach,
}

public static class LeadTriggersExtensions
{
    public static bool Has(this LeadTriggers triggers, LeadType type) => (triggers & (LeadTriggers)(1 << (int)type)) != 0;
}

/// <summary>The assessment of an item on a day.</summary>
/// <param name="Support">The support state on that day.</param>
/// <param name="RiskScore">0-100.</param>
/// <param name="Urgency">The urgency of each of its leads, 0-100.</param>
/// <param name="NextChange">The first later day on which the assessment changes by the passing of time; null if never.</param>
public readonly record struct ItemAssessment(
    ProductClass Product, SupportState Support, RiskLevel Risk, int RiskScore, LeadTriggers Triggers, int Urgency, bool IsPastEndOfLife,
    DateOnly? NextChange);
