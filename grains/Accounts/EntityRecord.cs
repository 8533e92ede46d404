using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Accounts;

/// <summary>
/// The state of an entity after its events: for each field the value with the latest stamp, and the latest removal. Merging is
/// commutative and idempotent, so any order and any repetition of the same events gives the same record.
/// </summary>
/// <param name="Home">The account key that owns the entity.</param>
/// <param name="Stamps">One for each field of <paramref name="Fields"/>.</param>
/// <param name="Removed">The latest removal: fields stamped before it are gone.</param>
/// <param name="UpdatedAt">When the journal received the row that last changed the record.</param>
internal sealed record EntityRecord(EventKind Kind, string Id, string Home, EventData Fields, ImmutableArray<Stamp> Stamps, Stamp? Removed,
    DateTimeOffset UpdatedAt)
{
    /// <summary>True if an event named the entity and no later one removed it.</summary>
    public bool Exists => Fields.Fields.Length > 0;

    /// <summary>True if its source reported a change without the new values.</summary>
    public bool IsStale => !Fields[EventData.StaleField].IsNull;

    public static EntityRecord New(EventKind kind, string id) => new(kind, id, "", EventData.Empty, [], null, default);

    /// <summary>The record after one more row; the same instance when the row changes nothing.</summary>
    public EntityRecord Merge(JournalEntry entry)
    {
        var stamp = Stamp.Of(entry.Event);
        var merged = entry.Event.Data.IsRemoval ? Remove(stamp) : stamp.IsAfter(Removed) ? Set(entry.Event.Data, stamp) : this;
        if (entry.Home != Home)
            merged = merged with { Home = entry.Home };
        return ReferenceEquals(merged, this) ? this : merged with { UpdatedAt = entry.ReceivedAt };
    }

    /// <summary>The value of a field with its stamp; a missing field has none.</summary>
    public (FieldValue Value, Stamp? Stamp) Get(string name)
    {
        for (var i = 0; i < Stamps.Length; i++)
        {
            if (Fields.Fields[i].Name == name)
                return (Fields.Fields[i].Value, Stamps[i]);
        }
        return (FieldValue.Null, null);
    }

    private EntityRecord Remove(Stamp stamp)
    {
        if (!stamp.IsAfter(Removed))
            return this;
        var fields = ImmutableArray.CreateBuilder<EventField>();
        var stamps = ImmutableArray.CreateBuilder<Stamp>();
        for (var i = 0; i < Stamps.Length; i++)
        {
            if (!Stamps[i].IsAfter(stamp))
                continue;
            fields.Add(Fields.Fields[i]);
            stamps.Add(Stamps[i]);
        }
        return this with { Removed = stamp, Fields = EventData.OfSorted(fields.ToImmutable()), Stamps = stamps.ToImmutable() };
    }

    // Both sides are sorted by name: one pass, and no allocation when nothing changes.
    private EntityRecord Set(EventData data, Stamp stamp)
    {
        var news = data.Fields;
        if (news.Length == 0 || !Changes(news, stamp))
            return this;
        var olds = Fields.Fields;
        var count = Together(olds, news);
        var fields = ImmutableArray.CreateBuilder<EventField>(count);
        var stamps = ImmutableArray.CreateBuilder<Stamp>(count);
        for (int i = 0, j = 0; i < olds.Length || j < news.Length;)
        {
            var order = i == olds.Length ? 1 : j == news.Length ? -1 : string.CompareOrdinal(olds[i].Name, news[j].Name);
            var takeNew = order > 0 || (order == 0 && stamp.IsAfter(Stamps[i]));
            fields.Add(takeNew ? news[j] : olds[i]);
            stamps.Add(takeNew ? stamp : Stamps[i]);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return this with { Fields = EventData.OfSorted(fields.MoveToImmutable()), Stamps = stamps.MoveToImmutable() };
    }

    private static int Together(ImmutableArray<EventField> olds, ImmutableArray<EventField> news)
    {
        var count = 0;
        for (int i = 0, j = 0; i < olds.Length || j < news.Length; count++)
        {
            var order = i == olds.Length ? 1 : j == news.Length ? -1 : string.CompareOrdinal(olds[i].Name, news[j].Name);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return count;
    }

    private bool Changes(ImmutableArray<EventField> news, Stamp stamp)
    {
        var olds = Fields.Fields;
        for (int i = 0, j = 0; j < news.Length;)
        {
            var order = i == olds.Length ? 1 : string.CompareOrdinal(olds[i].Name, news[j].Name);
            if (order > 0 || (order == 0 && stamp.IsAfter(Stamps[i])))
                return true;
            i++;
            j += order == 0 ? 1 : 0;
        }
        return false;
    }
}
