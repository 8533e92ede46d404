using OneLead.Views;

namespace OneLead.Rules;

/// <summary>The score of a lead.</summary>
/// <param name="Hundredths">The score × 100: 0 to 10,000.</param>
/// <param name="Value">What it may be worth; null: unknown.</param>
/// <param name="ValueMax">The value's maximum in minor units of the rules' currency; null when it is unknown or in another currency.</param>
public readonly record struct LeadScore(int Hundredths, LeadFactors Factors, Priority Priority, EstimatedValue? Value, long? ValueMax)
{
    public decimal Score => Hundredths / 100m;
}

/// <summary>What people read about a lead.</summary>
/// <param name="Successor">The product that replaces the item, or null.</param>
/// <param name="RespondBy">Null for a low priority.</param>
public sealed record LeadDescription(string Title, string Description, string RecommendedAction, string? Successor, DateOnly? RespondBy);

/// <summary>The points that an account's own facts give to each of its leads.</summary>
public readonly record struct AccountPoints(int HardwareCount, int OpenOpportunities, int ClosedProjects, bool RecentProject);
