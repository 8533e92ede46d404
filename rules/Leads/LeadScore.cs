using OneLead.Views;

namespace OneLead.Rules;

/// <summary>The score of a lead.</summary>
/// <param name="Hundredths">The score × 100: 0 to 10,000.</param>
/// <param name="Value">The estimated value; null if unknown.</param>
/// <param name="ValueMax">The maximum value in minor units of the rules' currency; null if it is unknown or in another currency.</param>
public readonly record struct LeadScore(int Hundredths, LeadFactors Factors, Priority Priority, EstimatedValue? Value, long? ValueMax)
{
    public decimal Score => Hundredths / 100m;
}

/// <summary>The texts of a lead.</summary>
/// <param name="Successor">The product that replaces the item, or null.</param>
public sealed record LeadDescription(string Title, string Description, string RecommendedAction, string? Successor);

/// <summary>The points that an account's facts add to each of its leads.</summary>
public readonly record struct AccountPoints(int HardwareCount, int OpenOpportunities, int ClosedProjects, bool RecentProject);
