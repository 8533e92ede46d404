namespace OneLead;

/// <summary>
/// The reason for a lead. <see cref="RenewalDue"/> becomes <see cref="Renewal"/> when the support has ended: they are one lead
/// (see <see cref="LeadTypes.Identity"/>).
/// </summary>
public enum LeadType { Renewal, HardwareRefresh, ServiceAttach, RenewalDue }

public static class LeadTypes
{
    /// <summary>The types that an item can have a lead of each; <see cref="LeadType.RenewalDue"/> shares that of a renewal.</summary>
    public static IReadOnlyList<LeadType> Identities { get; } = [LeadType.Renewal, LeadType.HardwareRefresh, LeadType.ServiceAttach];

    /// <summary>The type in a lead's id. It stays when a renewal that is due becomes one that is overdue.</summary>
    public static LeadType Identity(this LeadType type) => type == LeadType.RenewalDue ? LeadType.Renewal : type;
}

/// <summary>The status of a lead: New → Contacted → Qualified → Converted, or Rejected with a reason.</summary>
public enum LeadStatus { New, Contacted, Qualified, Converted, Rejected }

public static class LeadStatuses
{
    /// <summary>True for converted and rejected leads; the others are open.</summary>
    public static bool IsClosed(this LeadStatus status) => status is LeadStatus.Converted or LeadStatus.Rejected;
}

/// <summary>The priority of a lead.</summary>
public enum Priority { Low, Medium, High, Critical }

/// <summary>The risk of an item; Unknown if neither its lifecycle nor its support is known.</summary>
public enum RiskLevel { Unknown, Low, Medium, High, Critical }

/// <summary>The support state of an item. It can be both expired and uncovered.</summary>
[Flags]
public enum SupportState { Unknown = 0, Active = 1, Expired = 2, Uncovered = 4 }
