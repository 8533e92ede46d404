using System.Collections.Immutable;

namespace OneLead.Sources.Cdc;

/// <summary>A column as described by the log.</summary>
/// <param name="TypeId">The oid of its type.</param>
/// <param name="IsKey">True if it belongs to the replica identity, by which updates and deletes name their row.</param>
public readonly record struct LogColumn(string Name, uint TypeId, bool IsKey);

/// <summary>A table as described by the log.</summary>
public sealed record LogTable(string Schema, string Name, ImmutableArray<LogColumn> Columns)
{
    public string FullName => $"{Schema}.{Name}";
}

/// <summary>A value in PostgreSQL's text format; null is NULL.</summary>
/// <param name="IsUnchanged">The log omitted it: a large value that an update did not change.</param>
public readonly record struct LogValue(string? Text, bool IsUnchanged = false);

/// <summary>A change of one row.</summary>
public abstract record RowChange
{
    private RowChange(LogTable table) => Table = table;

    public LogTable Table { get; }

    public sealed record Inserted(LogTable In, ImmutableArray<LogValue> Row) : RowChange(In);

    /// <param name="Old">
    /// The old key, with NULL for other columns; the whole old row if the replica identity is full; null if the key has not
    /// changed.
    /// </param>
    public sealed record Updated(LogTable In, OldRow? Old, ImmutableArray<LogValue> Row) : RowChange(In);

    public sealed record Deleted(LogTable In, OldRow Old) : RowChange(In);
}

/// <summary>The previous state of a row.</summary>
/// <param name="IsWhole">False if only its key columns are known.</param>
public sealed record OldRow(ImmutableArray<LogValue> Values, bool IsWhole);

/// <summary>An entry of the log; transactions come in the order of their commits.</summary>
public abstract record LogEntry
{
    private LogEntry()
    {
    }

    /// <summary>A transaction starts; its rows follow.</summary>
    /// <param name="Commit">The log position of its commit.</param>
    public sealed record Begun(DateTimeOffset At, ulong Commit) : LogEntry;

    public sealed record Changed(RowChange Change) : LogEntry;

    /// <summary>A table was truncated; the log does not name its rows.</summary>
    public sealed record Truncated(string Table) : LogEntry;

    /// <summary>The transaction is complete.</summary>
    /// <param name="End">The position of the next entry.</param>
    public sealed record Committed(ulong End) : LogEntry;
}
