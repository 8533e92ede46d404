using OneLead.Events;

namespace OneLead.Storage;

internal readonly record struct JournalEntityKey(int Tenant, EventKind Kind, string Entity);

/// <summary>The identity by which repeats of an event are recognised.</summary>
internal readonly record struct DeduplicationKey(int Tenant, string Source, string SourceId);

/// <summary>The account key that owns an entity after a row, the former one, and the row that decided.</summary>
internal readonly record struct HomeDecision(string Home, string? Former, long Decider);

/// <summary>
/// Resolves the account key that owns each entity, on the writer's thread. Rows of an uncommitted batch are staged
/// separately, so that a failed commit has no effect. Rows of committed batches are cached in two generations; the older
/// one is dropped when the younger is full.
/// </summary>
internal sealed class HomeResolver(int capacity)
{
    private readonly Dictionary<JournalEntityKey, HomeRow> _staged = [];
    private Dictionary<JournalEntityKey, HomeRow> _young = [], _old = [];

    /// <param name="stored">Finds the deciding row of an entity that is neither staged nor cached.</param>
    public HomeDecision Resolve(int tenant, long sequence, ChangeEvent e, Func<JournalEntityKey, HomeRow?> stored)
    {
        if (e.Kind == EventKind.Link)
            return new(e.Data["to"].Text ?? e.Account, e.Data["previous"].Text, sequence);
        if (!Moves(e))
            return new(e.Account, null, sequence);
        var key = new JournalEntityKey(tenant, e.Kind, e.Entity);
        var mine = HomeRow.Of(sequence, e);
        if (!_staged.TryGetValue(key, out var current) && !_young.TryGetValue(key, out current) && !_old.TryGetValue(key, out current))
            current = stored(key);
        if (current is not null && !current.IsSupersededBy(mine))
        {
            _staged[key] = current;
            return new(current.Account, null, current.Sequence);
        }
        _staged[key] = mine;
        return new(mine.Account, current is not null && current.Account != mine.Account ? current.Account : null, sequence);
    }

    /// <summary>True if the entity's deciding row must be looked up in the store before this event is resolved.</summary>
    public bool NeedsLookup(int tenant, ChangeEvent e, out JournalEntityKey key)
    {
        key = new JournalEntityKey(tenant, e.Kind, e.Entity);
        return e.Kind != EventKind.Link && Moves(e) && !_staged.ContainsKey(key) && !_young.ContainsKey(key) && !_old.ContainsKey(key);
    }

    // Rows without an entity, commands and audit rows do not change an owner.
    private static bool Moves(ChangeEvent e) =>
        !e.Kind.IsTenantWide() && !e.Kind.IsCommand() && e.Kind != EventKind.Audit && e.Entity.Length > 0;

    public void Commit()
    {
        if (_young.Count + _staged.Count > capacity)
            (_old, _young) = (_young, []);
        foreach (var (key, decider) in _staged)
            _young[key] = decider;
        _staged.Clear();
    }

    public void Rollback() => _staged.Clear();
}
