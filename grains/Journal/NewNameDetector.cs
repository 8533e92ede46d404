using System.Collections.Concurrent;
using OneLead.Events;

namespace OneLead.Journal;

/// <summary>Tells which rows bring a key, a name or a territory that name matching has not seen since the process began.</summary>
internal sealed class NewNameDetector
{
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);

    public bool IsNew(JournalEntry row)
    {
        var data = row.Event.Data;
        var names = row.Event.Kind switch
        {
            EventKind.Account => HashCode.Combine(data["name"].Text, data["territory"].Text),
            EventKind.Project => HashCode.Combine(data["customerName"].Text),
            _ => (int?)null,
        };
        if (names is null)
            return _seen.TryAdd(row.Home, 0);
        var isNew = !_seen.TryGetValue(row.Home, out var before) || before != names;
        _seen[row.Home] = names.Value;
        return isNew;
    }
}
