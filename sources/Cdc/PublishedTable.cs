namespace OneLead.Sources.Cdc;

/// <summary>A table of a publication.</summary>
/// <param name="Table">Its columns as they are published; keys are those of the replica identity, or of the primary key.</param>
/// <param name="Filter">The publication's condition on rows, in SQL; null: all.</param>
/// <param name="IsPartitioned">Whether its rows are in its partitions.</param>
public sealed record PublishedTable(LogTable Table, string? Filter, bool IsPartitioned);

/// <summary>A replication slot as the server has it.</summary>
/// <param name="Process">Who reads it now; null when nobody does.</param>
/// <param name="IsLost">The server has thrown away what it kept for it.</param>
/// <param name="Confirmed">The server no longer has what is before this place in the log.</param>
public sealed record SlotFacts(int? Process, bool IsLost, ulong Confirmed);
