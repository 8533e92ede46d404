namespace OneLead.Sources.Cdc;

/// <summary>A table of a publication.</summary>
/// <param name="Table">The published columns; keys are those of the replica identity, or of the primary key.</param>
/// <param name="Filter">The publication's row filter in SQL; null: all rows.</param>
/// <param name="IsPartitioned">True if the rows are in partitions.</param>
public sealed record PublishedTable(LogTable Table, string? Filter, bool IsPartitioned)
{
    /// <summary>The oid of the table. A table that replaces another has a new one.</summary>
    public uint Relation { get; init; }

    /// <summary>
    /// The files of the table or of its partitions. They change when values are rewritten, and when a partition is truncated,
    /// dropped, attached or detached.
    /// </summary>
    public string Files { get; init; } = "";
}

/// <summary>A replication slot.</summary>
/// <param name="Process">The process that reads it; null if none does.</param>
/// <param name="IsLost">True if the server discarded the log that the slot needs.</param>
/// <param name="Confirmed">The server no longer has the log before this position.</param>
public sealed record SlotFacts(int? Process, bool IsLost, ulong Confirmed);
