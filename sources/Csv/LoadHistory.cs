using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using OneLead.Events;

namespace OneLead.Sources.Csv;

/// <summary>What becomes of objects that a full export does not name any more.</summary>
public enum MissingRows
{
    /// <summary>They stay as they are: the file may be a part.</summary>
    Kept,

    /// <summary>They get the field <c>_missing</c>, until a full export names them again.</summary>
    Flagged,

    /// <summary>They are removed, until a full export names them again.</summary>
    Removed,
}

/// <summary>
/// Compares full exports with what the journal has of the same source and tables: what an earlier file named and this one
/// does not is gone. An export that is older than one that was compared before says nothing of what is gone, and nothing
/// that happened at its date or later is touched.
/// <code>
/// var history = new LoadHistory(import, MissingRows.Flagged);
/// await foreach (var row in journal.ReadAll(tenant, 0)) history.See(row);
/// foreach (var batch in import.Read(history)) …
/// await journal.Append(tenant, history.Gone());
/// </code>
/// </summary>
public sealed class LoadHistory(CsvImport import, MissingRows rule)
{
    // No row key begins so.
    private const string Load = "~load", GoneKey = "~gone";

    private readonly Dictionary<(string Table, EventKind Kind, string Entity), Known> _known = [];
    private readonly Dictionary<string, DateTimeOffset> _compared = new(StringComparer.Ordinal);

    /// <summary>Takes in a row of the journal; all of them, in any order.</summary>
    public void See(JournalEntry row)
    {
        var change = row.Event;
        // (import, table, row key), as TableLoad writes it.
        if (change.Source != import.Source || change.SourceId.Split(':', 4) is not [{ Length: 20 }, var table, var key, ..] parts || import.TableOf(table) is not { } map)
            return;
        if (change.Kind == EventKind.Raw && key == Load && parts.Length == 3)
            _compared[table] = Later(_compared.GetValueOrDefault(table), change.OccurredAt);
        else if (map.Owns(change.Kind, Bare(change.Entity)))
            Note(ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (table, change.Kind, change.Entity), out _), change, isGone: key == GoneKey);
    }

    /// <summary>What the journal shall know after the files have been read: what is gone, and that these exports were compared.</summary>
    public ImmutableArray<ChangeEvent> Gone()
    {
        var events = ImmutableArray.CreateBuilder<ChangeEvent>();
        foreach (var loads in import.Loaded.GroupBy(l => Keys.Part(l.Table.Name)))
        {
            var last = loads.MaxBy(l => l.Table.Date)!.Table;
            var (table, date) = (loads.Key, last.Date);
            if (_compared.TryGetValue(table, out var later) && later > date)
            {
                import.Tell(last.File.Name, string.Create(CultureInfo.InvariantCulture, $"what is gone was not looked for: an export of {later:yyyy-MM-dd} has been compared already"));
                continue;
            }
            if (loads.Any(l => l.HasStrangers))
            {
                import.Tell(last.File.Name, "what is gone was not looked for: of some refused rows nobody can tell which objects they are");
                continue;
            }
            var before = events.Count;
            foreach (var ((_, kind, entity), known) in _known.Where(k => k.Key.Table == table).OrderBy(k => k.Key.Entity, StringComparer.Ordinal))
            {
                if (known.Seen < date && !known.IsGone && !loads.Any(l => l.Entities.Contains((kind, entity))))
                    events.Add(Event(last, kind, entity, $"{GoneKey}:{Wire.Name(kind)}:{entity}", rule == MissingRows.Removed ? EventData.Removal : EventData.Of((EventData.MissingField, FieldValue.Of(true)))));
            }
            import.Tell(last.File.Name, string.Create(CultureInfo.InvariantCulture, $"{events.Count - before} that earlier exports named are {(rule == MissingRows.Removed ? "removed" : "flagged")}"));
            events.Add(Event(last, EventKind.Raw, $"load:{table}", Load, EventData.Of(("rows", FieldValue.Of(loads.Sum(l => l.Entities.Count))))) with { Account = Keys.Unassigned(import.Source) });
        }
        return events.ToImmutable();
    }

    /// <summary>An event of an object that was gone and is named again: as of the export, since what it says may be older than its removal.</summary>
    internal ChangeEvent Back(CsvTable table, ChangeEvent change) =>
        _known.TryGetValue((Keys.Part(table.Name), change.Kind, change.Entity), out var known) && known.IsGone && known.Gone < table.Date
            ? change with { OccurredAt = Later(change.OccurredAt, table.Date), Data = change.Data.With(EventData.MissingField, FieldValue.Null) }
            : change;

    private ChangeEvent Event(CsvTable table, EventKind kind, string entity, string key, EventData data) =>
        // Whose it is, an absent row does not say.
        new(kind.IsTenantWide() ? "" : Keys.Unplaced(import.Source), kind, entity, EventSchema.Version, import.Source, $"{table.Import}:{Keys.Part(table.Name)}:{key}", table.Date, data);

    private string Bare(string entity) => entity.StartsWith(Keys.Part(import.Source) + ":", StringComparison.Ordinal) ? entity[(Keys.Part(import.Source).Length + 1)..] : entity;

    private static void Note(ref Known known, ChangeEvent change, bool isGone)
    {
        if (isGone)
            known.Gone = Later(known.Gone, change.OccurredAt);
        else
            known.Seen = Later(known.Seen, change.OccurredAt);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private struct Known
    {
        public DateTimeOffset Seen;
        public DateTimeOffset Gone;

        public readonly bool IsGone => Gone > Seen;
    }
}
