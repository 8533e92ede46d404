using OneLead.Events;

namespace OneLead.Web.Audit;

/// <summary>
/// The fields of an entity after its rows, of which each row's change follows. Per field the value with the latest time of its source
/// wins, and of commands the last.
/// </summary>
internal sealed class EntityFold(EventKind kind)
{
    // Not what was changed, but how.
    private static readonly string[] Left = ["expectedVersion", "by", "decidedBy"];

    private readonly Dictionary<string, (FieldValue Value, JournalEntry Row)> _fields = new(StringComparer.Ordinal);

    /// <summary>Adds the next row.</summary>
    /// <returns>The fields that it changed, with their values before and after.</returns>
    public (EventData Before, EventData After) Add(JournalEntry row)
    {
        var (before, after) = (new List<EventField>(), new List<EventField>());
        foreach (var field in row.Event.Data.Fields)
        {
            var isKnown = _fields.TryGetValue(field.Name, out var known);
            if (isKnown && !IsLater(row, known.Row))
                continue;
            _fields[field.Name] = (field.Value, row);
            if (Left.Contains(field.Name) || (isKnown && known.Value == field.Value))
                continue;
            if (isKnown)
                before.Add(new(field.Name, known.Value));
            after.Add(field);
        }
        return (EventData.Of(before), EventData.Of(after));
    }

    private bool IsLater(JournalEntry row, JournalEntry known)
    {
        if (!kind.IsEntity())
            return true;
        var (a, b) = (row.Event, known.Event);
        return a.OccurredAt != b.OccurredAt ? a.OccurredAt > b.OccurredAt
            : string.CompareOrdinal(a.SourceId, b.SourceId) is var byId and not 0 ? byId > 0
            : string.CompareOrdinal(a.Source, b.Source) >= 0;
    }
}
