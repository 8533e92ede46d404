using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Tests;

internal sealed class TestListener : IJournalListener
{
    public Action<ImmutableArray<JournalEntry>> Heard { get; set; } = static _ => { };

    public long LastLink { get; private set; }

    public void OnCommitted(ImmutableArray<JournalEntry> rows)
    {
        LastLink = rows.LastOrDefault(static r => r.Event.Kind == EventKind.Link)?.Sequence ?? LastLink;
        Heard(rows);
    }
}
