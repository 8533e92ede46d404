using OneLead.Events;

namespace OneLead.Storage.Tests.Contracts;

/// <summary>A simple model of a journal in memory.</summary>
internal sealed class ModelJournal
{
    private readonly List<JournalEntry> _rows = [];

    public long Head => _rows.Count;

    public Appended Append(ChangeEvent e)
    {
        if (_rows.Find(r => r.Event.Source == e.Source && r.Event.SourceId == e.SourceId) is { } first)
            return new Appended(first.Sequence, false);
        var (before, after) = (Home(e, _rows), Home(e, [.. _rows, new(0, default, e, "", null)]));
        _rows.Add(new JournalEntry(_rows.Count + 1, default, e, after!, before == after ? null : before));
        return new Appended(_rows.Count, true);
    }

    private static string? Home(ChangeEvent of, IEnumerable<JournalEntry> rows)
    {
        if (of.Kind is not EventKind.Item)
            return of.Account;
        var mine = rows.Where(r => r.Event.Kind == of.Kind && r.Event.Entity == of.Entity);
        return mine.OrderBy(r => !Keys.IsUnplaced(r.Event.Account)).ThenBy(r => r.Event.OccurredAt)
            .ThenBy(r => r.Event.SourceId, StringComparer.Ordinal).ThenBy(r => r.Event.Source, StringComparer.Ordinal)
                .LastOrDefault()?.Event.Account;
    }

    public string? HomeOf(EventKind kind, string entity) =>
        _rows.LastOrDefault(r => r.Event.Kind == kind && r.Event.Entity == entity)?.Home;

    public IEnumerable<JournalEntry> All => _rows;

    public IEnumerable<JournalEntry> Account(string key, long after, long upTo) =>
        _rows.Where(
            r => r.Sequence > after && r.Sequence <= upTo && !r.Event.Kind.IsTenantWide()
                && (r.Event.Account == key || r.Home == key || r.Former == key));

    public IEnumerable<JournalEntry> Entity(EventKind kind, string entity) =>
        _rows.Where(r => r.Event.Kind == kind && r.Event.Entity == entity);

    public IEnumerable<JournalEntry> Tenant => _rows.Where(r => r.Event.Kind.IsTenantWide());
}
