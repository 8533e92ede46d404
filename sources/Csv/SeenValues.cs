using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Csv;

/// <summary>The values of referenced columns, as 64-bit hashes.</summary>
internal sealed class SeenValues(IEnumerable<RowCheck> checks, IEnumerable<string> tables)
{
    private readonly HashSet<string> _tables = new(tables, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Table, string Column), HashSet<ulong>> _columns = checks
        .Where(c => c.Kind == CheckKind.References)
        .Select(c => Key(c.Table, c.Column))
        .Distinct()
        .ToDictionary(c => c, _ => new HashSet<ulong>());

    /// <summary>True if a table is part of this import.</summary>
    public bool Has(string table) => _tables.Contains(table);

    public bool Contains(string table, string column, string value) => _columns[Key(table, column)].Contains(Hash(value));

    /// <summary>The referenced columns of a table.</summary>
    public ImmutableArray<(string Column, HashSet<ulong> Values)> Of(string table) =>
        [.. _columns.Where(c => c.Key.Table.Equals(table, StringComparison.OrdinalIgnoreCase)).Select(c => (c.Key.Column, c.Value))];

    /// <summary>FNV-1a of 64 bits.</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }

    private static (string Table, string Column) Key(string table, string column) => (table.ToLowerInvariant(), column);
}
