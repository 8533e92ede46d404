using System.Collections.Immutable;

namespace OneLead.Sources.Cdc;

/// <summary>A column as the log describes it.</summary>
/// <param name="TypeId">The oid of its type.</param>
/// <param name="IsKey">Whether it belongs to the replica identity: updates and deletes say which row by it.</param>
public readonly record struct LogColumn(string Name, uint TypeId, bool IsKey);

/// <summary>A table as the log describes it.</summary>
public sealed record LogTable(string Schema, string Name, ImmutableArray<LogColumn> Columns)
{
    public string FullName => $"{Schema}.{Name}";
}

/// <summary>A value in PostgreSQL's text form; null is NULL.</summary>
/// <param name="IsUnchanged">The log left it out: a large value that an update did not touch.</param>
public readonly record struct LogValue(string? Text, bool IsUnchanged = false);

/// <summary>What happened to a row.</summary>
public abstract record RowChange
{
    private RowChange(LogTable table) => Table = table;

    public LogTable Table { get; }

    public sealed record Inserted(LogTable In, ImmutableArray<LogValue> Row) : RowChange(In);

    /// <param name="Old">The key as it was, with NULL for other columns; or the whole row, when the replica identity is full; null when the key has not changed.</param>
    public sealed record Updated(LogTable In, OldRow? Old, ImmutableArray<LogValue> Row) : RowChange(In);

    public sealed record Deleted(LogTable In, OldRow Old) : RowChange(In);
}

/// <summary>A row as it was.</summary>
/// <param name="IsWhole">Else its key columns alone are known.</param>
public sealed record OldRow(ImmutableArray<LogValue> Values, bool IsWhole);

/// <summary>What the log holds, in the order of commits.</summary>
public abstract record LogEntry
{
    private LogEntry()
    {
    }

    /// <summary>The rows of a transaction follow.</summary>
    /// <param name="Commit">The place of its commit in the log.</param>
    public sealed record Begun(DateTimeOffset At, ulong Commit) : LogEntry;

    public sealed record Changed(RowChange Change) : LogEntry;

    /// <summary>All rows of a table are gone; which they were is not said.</summary>
    public sealed record Truncated(string Table) : LogEntry;

    /// <summary>All rows of the transaction were told.</summary>
    /// <param name="End">Where the log goes on.</param>
    public sealed record Committed(ulong End) : LogEntry;
}
