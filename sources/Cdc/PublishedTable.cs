namespace OneLead.Sources.Cdc;

/// <summary>A table of a publication.</summary>
/// <param name="Table">The published columns; keys are those of the replica identity, or of the primary key.</param>
/// <param name="Filter">The publication's row filter in SQL; null: all rows.</param>
/// <param name="IsPartitioned">True if the rows are in partitions.</param>
public sealed record PublishedTable(LogTable Table, string? Filter, bool IsPartitioned);

/// <summary>A replication slot.</summary>
/// <param name="Process">The process that reads it; null if none does.</param>
/// <param name="IsLost">True if the server discarded the log that the slot needs.</param>
/// <param name="Confirmed">The server no longer has the log before this position.</param>
public sealed record SlotFacts(int? Process, bool IsLost, ulong Confirmed);
