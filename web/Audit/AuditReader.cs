using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Api;

namespace OneLead.Web.Audit;

/// <summary>Reads what was done from the journal's rows with an author, by their index.</summary>
internal sealed class AuditReader(IJournal journal, IFieldEncryption encryption)
{
    private const int Chunk = 500;

    /// <summary>Looks for rows that match, the newest first.</summary>
    /// <param name="before">Only rows before this one.</param>
    /// <param name="most">The most rows that are wanted.</param>
    /// <param name="mostRead">The most rows that are looked at.</param>
    /// <returns>The rows, and the last one that was looked at; null at the end.</returns>
    public async Task<(List<AuditedRow> Rows, JournalEntry? Last)> FindAsync(
        AuditFilter filter, long before, int most, int mostRead, CancellationToken cancellation)
    {
        await journal.RefreshAsync(cancellation);
        if (filter.To is { } to)
            before = Math.Min(before, await FirstAtAsync(to, cancellation));
        var found = new List<AuditedRow>();
        for (var read = 0; read < mostRead;)
        {
            var rows = await journal.ReadAuthoredAsync(Keys.DefaultTenant, before, Chunk, cancellation);
            foreach (var row in rows)
            {
                if (row.ReceivedAt < filter.From)
                    return (found, null);
                if (AuditedRow.Of(await DecryptedAsync(row, cancellation)) is var audited && filter.Matches(audited))
                    found.Add(audited);
                if (found.Count == most)
                    return (found, row);
            }
            if (rows.Length < Chunk)
                return (found, null);
            (before, read) = (rows[^1].Sequence, read + rows.Length);
            if (read >= mostRead)
                return (found, rows[^1]);
        }
        return (found, null);
    }

    /// <summary>Returns rows with the values before and after them.</summary>
    public async Task<List<AuditRowJson>> JsonAsync(IReadOnlyList<AuditedRow> rows, CancellationToken cancellation)
    {
        var changes = await ChangesAsync([.. rows.Where(static r => r.Entry.Event.Kind != EventKind.Audit)], cancellation);
        var shown = new List<AuditRowJson>(rows.Count);
        foreach (var row in rows)
        {
            var e = row.Entry.Event;
            var (before, after) = changes.GetValueOrDefault(row.Entry.Sequence, (EventData.Empty, e.Data));
            if (e.Kind == EventKind.Audit)
                (before, after) = (AuditRows.Values(e.Data, AuditRows.Before), AuditRows.Values(e.Data, AuditRows.After));
            else
                (before, after) = (await DecryptAsync(e, before, cancellation), await DecryptAsync(e, after, cancellation));
            shown.Add(new AuditRowJson(
                row.Entry.Sequence, row.Entry.ReceivedAt, new(row.Author.Kind, row.Author.Id, row.Author.Name, row.Author.Address),
                row.Action, row.Object, row.Id, row.Name, FieldsJson.Of(before), FieldsJson.Of(after)));
        }
        return shown;
    }

    // Before it is filtered, so that a text is looked for in what is shown.
    private async ValueTask<JournalEntry> DecryptedAsync(JournalEntry row, CancellationToken cancellation) =>
        row with { Event = row.Event with { Data = await DecryptAsync(row.Event, row.Event.Data, cancellation) } };

    private ValueTask<EventData> DecryptAsync(ChangeEvent row, EventData fields, CancellationToken cancellation) =>
        encryption.DecryptAsync(Keys.DefaultTenant, row.Kind, row.Entity, fields, cancellation);

    private async Task<Dictionary<long, (EventData Before, EventData After)>> ChangesAsync(
        ImmutableArray<AuditedRow> events, CancellationToken cancellation)
    {
        var changes = new Dictionary<long, (EventData, EventData)>();
        if (events.IsEmpty)
            return changes;
        var wanted = events.Select(static e => e.Entry.Sequence).ToHashSet();
        var entities = events.Where(static e => e.Entry.Event.Entity.Length > 0)
            .Select(static e => (e.Entry.Event.Kind, e.Entry.Event.Entity)).Distinct().ToImmutableArray();
        var rows = await journal.ReadEntitiesAsync(Keys.DefaultTenant, entities, 0, wanted.Max(), cancellation);
        foreach (var entity in rows.GroupBy(static r => (r.Event.Kind, r.Event.Entity)))
        {
            var fold = new EntityFold(entity.Key.Kind);
            foreach (var row in entity)
            {
                var change = fold.Add(row);
                if (wanted.Contains(row.Sequence))
                    changes[row.Sequence] = change;
            }
        }
        return changes;
    }

    // The first row that was received at or after a time. Times never go backwards.
    private async Task<long> FirstAtAsync(DateTimeOffset time, CancellationToken cancellation)
    {
        var (low, high) = (1L, journal.Head(Keys.DefaultTenant) + 1);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (await ReceivedAtAsync(middle, cancellation) < time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private async Task<DateTimeOffset> ReceivedAtAsync(long sequence, CancellationToken cancellation)
    {
        await foreach (var row in journal.ReadAllAsync(Keys.DefaultTenant, sequence - 1, cancellation))
            return row.ReceivedAt;
        return DateTimeOffset.MaxValue;
    }
}
