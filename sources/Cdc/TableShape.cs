using System.Collections.Immutable;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>What a table was when it was copied. Changes of it are no row changes, so the log does not have them.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="Storage">Its relation, files and row filter.</param>
/// <param name="Columns">A line for each published column: type and name.</param>
internal sealed record TableShape(string Table, string Storage, string Columns)
{
    public static TableShape Of(PublishedTable table) =>
        new(table.Table.FullName, $"{table.Relation} {table.Files} {table.Filter}".TrimEnd(), ColumnsOf(table.Table.Columns));

    public static string ColumnsOf(IEnumerable<LogColumn> columns) => string.Join('\n', columns.Select(c => $"{c.TypeId} {c.Name}"));

    /// <summary>The columns that the mapping reads, that this shape has, and for which the other has no substitute.</summary>
    public IEnumerable<string> Lost(TableShape now, TableMap? map)
    {
        var left = Names(now).ToHashSet(StringComparer.Ordinal);
        return map is null ? [] : Names(this).Where(c => !left.Contains(c) && map.Rules.Any(r => Reads(r, c, left)));
    }

    private static bool Reads(EventRule rule, string column, HashSet<string> left) =>
        rule.Id.Contains(column)
        || rule.Conditions.Any(c => c.Path == column)
        || NeedsOne(rule.Account.Paths, column, left)
        || NeedsOne(rule.Account.Territory, column, left)
        || rule.Fields.Any(f => f.From.Contains(column) && (f.Join is not null || NeedsOne(f.From, column, left)));

    private static bool NeedsOne(ImmutableArray<string> paths, string column, HashSet<string> left) =>
        paths.Contains(column) && !paths.Any(left.Contains);

    private static IEnumerable<string> Names(TableShape shape) =>
        shape.Columns.Split('\n').Select(c => c[(c.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
}

/// <summary>Compares the tables of a publication with those that were copied.</summary>
internal static class TableChanges
{
    private static readonly ImmutableArray<string> Actions = ["insert", "update", "delete", "truncate"];

    /// <exception cref="CdcBlockedException">The mapping reads a column that is gone: another copy would clear its values.</exception>
    public static void RequireColumns(PostgresSource source, CdcPosition? position, ImmutableArray<PublishedTable> tables)
    {
        foreach (var (before, now) in Pairs(position, tables))
        {
            var map = source.EntityOf(now.Table) is { } entity ? source.Rules?.Find(entity) : null;
            if (before.Lost(TableShape.Of(now), map).FirstOrDefault() is { } column)
            {
                throw new CdcBlockedException(
                    $"The column '{column}' of {before.Table} is gone, and the mapping '{source.Mapping}' reads it. "
                    + "Rename it back, or change the mapping.");
            }
        }
    }

    /// <summary>Why the tables must be copied again; null if the log has everything that happened to them.</summary>
    public static CopyReason? Find(PostgresSource source, CdcPosition position, ImmutableArray<PublishedTable> tables, string actions)
    {
        if (Pairs(position, tables).FirstOrDefault(p => p.Before != TableShape.Of(p.Now)) is { Before: { } changed })
            return CopyReason.Changed(changed.Table);
        // A partition that is published by itself and is gone: its rows are missing among those of the others.
        if (Unpublished(position, tables).FirstOrDefault(t => tables.Any(o => source.EntityOf(o.Table) == EntityOf(source, t))) is { } gone)
            return CopyReason.Changed(gone);
        var again = Missing(position.Actions).Except(Missing(actions)).ToList();
        return again.Count > 0
            ? new(
                "publication_changed", $"the publication '{source.Publication}' did not publish each {string.Join(" and ", again)} before")
            : null;
    }

    /// <summary>What is not followed, and what to do; null if everything is.</summary>
    public static string? Warning(PostgresSource source, CdcPosition position, ImmutableArray<PublishedTable> tables, string actions)
    {
        var missing = Missing(actions).ToList();
        if (missing.Count > 0)
        {
            return $"The publication '{source.Publication}' does not publish each {string.Join(" and ", missing)}. These changes are lost. "
                + $"Run: ALTER PUBLICATION {source.Publication} SET (publish = '{string.Join(", ", Actions)}')";
        }
        return Unpublished(position, tables).FirstOrDefault() is { } table
            ? $"{table} is no longer in the publication '{source.Publication}', so its rows stay as they were. "
                + $"Run: ALTER PUBLICATION {source.Publication} ADD TABLE {table}"
            : null;
    }

    private static IEnumerable<string> Missing(string? actions) => actions is null ? [] : Actions.Except(actions.Split(','));

    private static IEnumerable<string> Unpublished(CdcPosition position, ImmutableArray<PublishedTable> tables) =>
        position.Tables.Except(tables.Select(t => t.Table.FullName));

    private static string? EntityOf(PostgresSource source, string table) =>
        table.Split('.', 2) is [var schema, var name] ? source.EntityOf(new(schema, name, [])) : null;

    // Positions of earlier versions have no shapes.
    private static IEnumerable<(TableShape Before, PublishedTable Now)> Pairs(
        CdcPosition? position, ImmutableArray<PublishedTable> tables) =>
        (position?.Shapes ?? []).Join(tables, s => s.Table, t => t.Table.FullName, (s, t) => (s, t));
}

/// <summary>The log describes a table otherwise than the catalog did when following started.</summary>
internal sealed class TableChangedException(string table) : Exception($"{table} was changed")
{
    public string Table => table;
}
