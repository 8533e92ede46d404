using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OneLead.Events;

namespace OneLead.Sources.Csv;

/// <summary>What happens to objects that a full export no longer has.</summary>
public enum MissingRows
{
    /// <summary>They stay: the file may be partial.</summary>
    Kept,

    /// <summary>They get the field <c>_missing</c> until a full export has them again.</summary>
    Flagged,

    /// <summary>They are removed until a full export has them again.</summary>
    Removed,
}

/// <summary>
/// Compares full exports with the journal: objects that an earlier file of the same source and table had, and this one lacks,
/// are missing. An export that is older than one already compared finds nothing missing, and changes at or after the export's
/// date win over it.
/// <code>
/// var history = new LoadHistory(import, MissingRows.Flagged);
/// await foreach (var row in journal.ReadAll(tenant, 0)) history.Add(row);
/// foreach (var batch in import.Read(history)) …
/// await journal.Append(tenant, history.Gone());
/// </code>
/// </summary>
public sealed class LoadHistory(CsvImport import, MissingRows rule)
{
    // Row keys never start with '~'.
    private const string LoadKey = "~load", GoneKey = "~gone";

    private readonly Dictionary<(string Table, EventKind Kind, string Entity), Known> _known = [];
    private readonly Dictionary<string, DateTimeOffset> _compared = new(StringComparer.Ordinal);

    /// <summary>Adds a row of the journal. Call it for all rows, in any order.</summary>
    public void Add(JournalEntry row)
    {
        var change = row.Event;
        // (import, table, row key), as written by TableLoad.
        if (change.Source != import.Source
            || change.SourceId.Split(':', 4) is not [{ Length: 20 }, var table, var key, ..] parts
            || import.TableOf(table) is not { } map)
            return;
        if (change.Kind == EventKind.Raw && key == LoadKey && parts.Length == 3)
            _compared[table] = Later(_compared.GetValueOrDefault(table), change.OccurredAt);
        else if (map.Owns(change.Kind, WithoutSource(change.Entity)))
            Record(ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (table, change.Kind, change.Entity), out _),
                change, isGone: key == GoneKey);
    }

    /// <summary>The events to append when the files have been read: missing objects, and that these exports were compared.</summary>
    public ImmutableArray<ChangeEvent> Gone()
    {
        var events = ImmutableArray.CreateBuilder<ChangeEvent>();
        foreach (var loads in import.Loaded.GroupBy(l => Keys.EncodePart(l.Table.Name)))
        {
            var latest = loads.MaxBy(l => l.Table.Date)!.Table;
            if (_compared.TryGetValue(loads.Key, out var newer) && newer > latest.Date)
            {
                import.AddNote(latest.File.Name,
                    Text($"missing objects were not looked for: a newer export of {newer:yyyy-MM-dd} was already compared"));
                continue;
            }
            if (loads.Any(l => l.HasUnidentifiedRows))
            {
                import.AddNote(latest.File.Name, "missing objects were not looked for: some refused rows could not be identified");
                continue;
            }
            var gone = FindGone(loads.Key, loads, latest).ToList();
            events.AddRange(gone);
            var outcome = rule == MissingRows.Removed ? "removed" : "flagged";
            import.AddNote(latest.File.Name, Text($"objects of earlier exports that are missing here and were {outcome}: {gone.Count}"));
            var rows = FieldValue.Of(loads.Sum(l => l.Entities.Count));
            events.Add(Event(latest, EventKind.Raw, $"load:{loads.Key}", LoadKey, EventData.Of(("rows", rows))) with
            {
                Account = Keys.Unassigned(import.Source),
            });
        }
        return events.ToImmutable();
    }

    /// <summary>
    /// Returns the event of an object that was missing and is back, with the time of the export: its own time may be earlier
    /// than the removal.
    /// </summary>
    internal ChangeEvent Restore(TableFile table, ChangeEvent change) =>
        _known.TryGetValue((Keys.EncodePart(table.Name), change.Kind, change.Entity), out var known) && known.IsGone
            && known.Gone < table.Date
            ? change with
            {
                OccurredAt = Later(change.OccurredAt, table.Date),
                Data = change.Data.With(EventData.MissingField, FieldValue.Null),
            }
            : change;

    private IEnumerable<ChangeEvent> FindGone(string table, IEnumerable<LoadedTable> loads, TableFile latest)
    {
        var data = rule == MissingRows.Removed ? EventData.Removal : EventData.Of((EventData.MissingField, FieldValue.Of(true)));
        foreach (var ((_, kind, entity), known) in _known.Where(k => k.Key.Table == table)
            .OrderBy(k => k.Key.Entity, StringComparer.Ordinal))
        {
            if (known.Seen < latest.Date && !known.IsGone && !loads.Any(l => l.Entities.Contains((kind, entity))))
                yield return Event(latest, kind, entity, $"{GoneKey}:{Wire.Name(kind)}:{entity}", data);
        }
    }

    // A missing row does not say which account its object belongs to.
    private ChangeEvent Event(TableFile table, EventKind kind, string entity, string key, EventData data) => new(
        kind.IsTenantWide() ? "" : Keys.Unplaced(import.Source), kind, entity, EventSchema.Version, import.Source,
        $"{table.Import}:{Keys.EncodePart(table.Name)}:{key}", table.Date, data);

    private string WithoutSource(string entity)
    {
        var prefix = Keys.EncodePart(import.Source) + ":";
        return entity.StartsWith(prefix, StringComparison.Ordinal) ? entity[prefix.Length..] : entity;
    }

    private static void Record(ref Known known, ChangeEvent change, bool isGone)
    {
        if (isGone)
            known.Gone = Later(known.Gone, change.OccurredAt);
        else
            known.Seen = Later(known.Seen, change.OccurredAt);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private struct Known
    {
        public DateTimeOffset Seen;
        public DateTimeOffset Gone;

        public readonly bool IsGone => Gone > Seen;
    }
}
