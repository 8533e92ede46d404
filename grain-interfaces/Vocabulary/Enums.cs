namespace OneLead;

/// <summary>The reason why an item is a lead.</summary>
public enum LeadType { Renewal, HardwareRefresh, ServiceAttach }

/// <summary>The status of a lead: New → Contacted → Qualified → Converted, or Rejected with a reason.</summary>
public enum LeadStatus { New, Contacted, Qualified, Converted, Rejected }

/// <summary>The priority of a lead.</summary>
public enum Priority { Low, Medium, High, Critical }

/// <summary>The risk of an item; Unknown if neither its lifecycle nor its support is known.</summary>
public enum RiskLevel { Unknown, Low, Medium, High, Critical }

/// <summary>The support state of an item. It can be both expired and uncovered.</summary>
[Flags]
public enum SupportState { Unknown = 0, Active = 1, Expired = 2, Uncovered = 4 }
