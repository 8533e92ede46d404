namespace OneLead;

/// <summary>Why an item is a lead.</summary>
public enum LeadType { Renewal, HardwareRefresh, ServiceAttach }

/// <summary>Where a lead stands: New → Contacted → Qualified → Converted, or Rejected with a reason.</summary>
public enum LeadStatus { New, Contacted, Qualified, Converted, Rejected }

/// <summary>How soon a lead wants an answer.</summary>
public enum Priority { Low, Medium, High, Critical }

/// <summary>How endangered an item is; Unknown when nothing is known of its lifecycle and support.</summary>
public enum RiskLevel { Unknown, Low, Medium, High, Critical }

/// <summary>What the support status text says. A text can say both expired and uncovered.</summary>
[Flags]
public enum SupportState { Unknown = 0, Active = 1, Expired = 2, Uncovered = 4 }
