using System.Collections.Immutable;
using System.Diagnostics;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>Converts row changes to records. Pure: the same change gives the same records.</summary>
public sealed class RowReader(PostgresSource source)
{
    private readonly SourceMapping _rules = source.Rules
        ?? throw new ArgumentException("The source has no loaded mapping.", nameof(source));

    /// <summary>The records of a change: none if its table is not followed, two if an update changed the row's key.</summary>
    public IEnumerable<SourceRecord> Read(RowChange change, DateTimeOffset at, Func<string, string> id)
    {
        if (source.EntityOf(change.Table) is not { } entity)
            return [];
        return change switch
        {
            RowChange.Inserted inserted => [Record(change.Table, entity, inserted.Row, at, id(entity))],
            RowChange.Updated updated => Updated(updated, entity, at, id(entity)),
            RowChange.Deleted deleted => [Removed(change.Table, entity, deleted.Old, at, id(entity))],
            _ => throw new UnreachableException(),
        };
    }

    private IEnumerable<SourceRecord> Updated(RowChange.Updated change, string entity, DateTimeOffset at, string id)
    {
        var (old, row) = (change.Old, change.Row);
        // A whole old row has the values that the new one omits.
        if (old is { IsWhole: true })
            row = [.. row.Select((v, i) => v.IsUnchanged && !old.Values[i].IsUnchanged ? old.Values[i] : v)];
        var now = Record(change.Table, entity, row, at, id);
        if (old is not null)
        {
            var before = Removed(change.Table, entity, old, at, id + "/old");
            if (_rules.KeyOf(before) is { } oldKey && oldKey != _rules.KeyOf(now))
                yield return before;
        }
        yield return now;
    }

    private SourceRecord Record(LogTable table, string entity, ImmutableArray<LogValue> row, DateTimeOffset at, string id)
    {
        var change = row.Any(v => v.IsUnchanged) ? RecordChange.Partial : RecordChange.Full;
        return new(source.Name, entity, Key(table, row), change, at, id, Fields(table, row, _ => true));
    }

    // If the mapping takes the id from a column, the key must not replace it: it would be the id of another object.
    private SourceRecord Removed(LogTable table, string entity, OldRow old, DateTimeOffset at, string id)
    {
        var isByColumn = _rules.Find(entity) is { } map && map.Rules.Any(r => !r.Id.IsEmpty);
        var key = isByColumn ? "" : Key(table, old.Values);
        return new(source.Name, entity, key, RecordChange.Removed, at, id, Fields(table, old.Values, c => old.IsWhole || c.IsKey));
    }

    private static EventData Fields(LogTable table, ImmutableArray<LogValue> row, Func<LogColumn, bool> isKnown) => EventData.Of(
        table.Columns.Zip(row)
            .Where(c => !c.Second.IsUnchanged && isKnown(c.First))
            .Select(c => new EventField(c.First.Name, LogValues.Read(c.Second.Text, c.First.TypeId))));

    private static string Key(LogTable table, ImmutableArray<LogValue> row) =>
        string.Join(':', table.Columns.Zip(row).Where(c => c.First.IsKey && c.Second.Text is not null).Select(c => c.Second.Text));
}
