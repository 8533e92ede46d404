using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Cdc;
using OneLead.Storage;

namespace OneLead.Web.Cdc;

/// <summary>
/// What the journal has of a source before its tables are copied again: what earlier copies that were interrupted have
/// told need not be told again, and what is not found any more was removed meanwhile.
/// </summary>
internal sealed class CdcKnown
{
    private readonly Dictionary<string, string> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<(EventKind Kind, string Entity)> _entities = [];

    /// <summary>Reads the whole journal once; it holds one small entry for each entity of the source.</summary>
    public static async Task<CdcKnown> Read(IJournal journal, string source, CancellationToken cancellation)
    {
        var known = new CdcKnown();
        await foreach (var entry in journal.ReadAll(Keys.DefaultTenant, 0, cancellation))
        {
            if (entry.Event.Source == source)
                known.Add(entry.Event);
        }
        return known;
    }

    /// <summary>The entities that no copied row has told of.</summary>
    public IEnumerable<(EventKind Kind, string Entity)> Gone => _entities;

    public bool Has(CopiedRow row) => _rows.TryGetValue(ChangeIds.Row(row), out var hash) && hash == row.Hash;

    public void Found(ImmutableArray<ChangeEvent> events)
    {
        foreach (var change in events)
            _entities.Remove((change.Kind, change.Entity));
    }

    private void Add(ChangeEvent change)
    {
        if (ChangeIds.IsCopied(change.SourceId, out var row, out var hash))
            _rows[row] = hash;
        else
            // A change may have made another row of it, and a later one the same again.
            _rows.Clear();
        if (change.Data.IsRemoval)
            _entities.Remove((change.Kind, change.Entity));
        else
            _entities.Add((change.Kind, change.Entity));
    }
}
