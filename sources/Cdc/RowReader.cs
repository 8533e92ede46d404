using System.Collections.Immutable;
using System.Diagnostics;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>Makes records of rows. It is pure: the same row gives the same records.</summary>
public sealed class RowReader(PostgresSource source)
{
    private readonly SourceMapping _rules = source.Rules ?? throw new ArgumentException("The source was not loaded.", nameof(source));

    /// <summary>The records of a change: none when its table is left out, two when it gave a row another key.</summary>
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
        // The whole old row has what the new one leaves out.
        if (old is { IsWhole: true })
            row = [.. row.Select((v, i) => v.IsUnchanged && !old.Values[i].IsUnchanged ? old.Values[i] : v)];
        var now = Record(change.Table, entity, row, at, id);
        if (old is not null && Removed(change.Table, entity, old, at, id + "/old") is var before && _rules.KeyOf(before) is { } was && was != _rules.KeyOf(now))
            yield return before;
        yield return now;
    }

    private SourceRecord Record(LogTable table, string entity, ImmutableArray<LogValue> row, DateTimeOffset at, string id) =>
        new(source.Name, entity, Key(table, row), row.Any(v => v.IsUnchanged) ? RecordChange.Partial : RecordChange.Full, at, id, Fields(table, row, _ => true));

    // A mapping that takes its id from a column which the log does not tell must fail: the key would be the id of another object.
    private SourceRecord Removed(LogTable table, string entity, OldRow old, DateTimeOffset at, string id)
    {
        var isByColumn = _rules.Find(entity) is { } map && map.Rules.Any(r => !r.Id.IsEmpty);
        return new(source.Name, entity, isByColumn ? "" : Key(table, old.Values), RecordChange.Removed, at, id, Fields(table, old.Values, c => old.IsWhole || c.IsKey));
    }

    private static EventData Fields(LogTable table, ImmutableArray<LogValue> row, Func<LogColumn, bool> isKnown) => EventData.Of(
        table.Columns.Zip(row).Where(c => !c.Second.IsUnchanged && isKnown(c.First)).Select(c => new EventField(c.First.Name, LogValues.Read(c.Second.Text, c.First.TypeId))));

    private static string Key(LogTable table, ImmutableArray<LogValue> row) =>
        string.Join(':', table.Columns.Zip(row).Where(c => c.First.IsKey && c.Second.Text is not null).Select(c => c.Second.Text));
}
