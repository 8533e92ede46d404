using System.Runtime.InteropServices;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>An entity in the index.</summary>
internal readonly record struct EntityEntry(EntityRow Row, int AccountNumber) : IAccountRow;

/// <summary>An item whose support ends soon, with its account.</summary>
internal readonly record struct EndingEntry(string AccountId, SupportEnding Row, int AccountNumber) : IAccountRow;

/// <summary>
/// The entities of the kinds that pages show live, and the items whose support ends soon. An entity that moves is reported by
/// both accounts until the former account removes it. Needs the owner's lock.
/// </summary>
internal sealed class EntityTable
{
    private readonly Dictionary<EventKind, SnapshotTable<EntityEntry>> _rows =
        EntityKinds.Live.ToDictionary(k => k, _ => new SnapshotTable<EntityEntry>());
    private readonly SnapshotTable<EndingEntry> _ending = new();
    private readonly Dictionary<string, Slots> _accounts = new(StringComparer.Ordinal);

    public int Count => _rows.Values.Sum(r => r.Count);

    public SnapshotTable<EntityEntry>.Rows Of(EventKind kind) => _rows[kind].Snapshot();

    /// <summary>The entities that an account reports.</summary>
    public IEnumerable<EntityRow> Of(string account) =>
        _accounts.TryGetValue(account, out var slots) ? slots.Entities.Select(e => _rows[e.Key.Kind][e.Value].Row) : [];

    public SnapshotTable<EndingEntry>.Rows Ending() => _ending.Snapshot();

    /// <param name="account">The number of the account.</param>
    public void Apply(AccountDelta delta, int account)
    {
        if (delta.IsWhole)
            Clear(delta.AccountId);
        foreach (var entity in delta.RemovedEntities)
            Remove(delta.AccountId, entity);
        foreach (var entity in delta.Entities)
            Set(entity, account);
        foreach (var item in delta.RemovedEnding)
            RemoveEnding(delta.AccountId, item);
        foreach (var item in delta.Ending)
            SetEnding(delta.AccountId, item, account);
    }

    /// <param name="account">The number of its account.</param>
    public void Set(EntityRow entity, int account)
    {
        var (slots, rows, key) = (SlotsOf(entity.AccountId), _rows[entity.Kind], new EntityRef(entity.Kind, entity.Id));
        if (slots.Entities.TryGetValue(key, out var slot))
            rows[slot] = new(entity, account);
        else
            slots.Entities.Add(key, rows.Add(new(entity, account)));
    }

    private void SetEnding(string account, SupportEnding item, int number)
    {
        var slots = SlotsOf(account);
        if (slots.Ending.TryGetValue(item.Item, out var slot))
            _ending[slot] = new(account, item, number);
        else
            slots.Ending.Add(item.Item, _ending.Add(new(account, item, number)));
    }

    private void Remove(string account, EntityRef entity)
    {
        if (_accounts.TryGetValue(account, out var slots) && slots.Entities.Remove(entity, out var slot))
            _rows[entity.Kind].Remove(slot);
    }

    private void RemoveEnding(string account, string item)
    {
        if (_accounts.TryGetValue(account, out var slots) && slots.Ending.Remove(item, out var slot))
            _ending.Remove(slot);
    }

    private void Clear(string account)
    {
        if (!_accounts.Remove(account, out var slots))
            return;
        foreach (var (entity, slot) in slots.Entities)
            _rows[entity.Kind].Remove(slot);
        foreach (var slot in slots.Ending.Values)
            _ending.Remove(slot);
    }

    private Slots SlotsOf(string account) => CollectionsMarshal.GetValueRefOrAddDefault(_accounts, account, out _) ??= new Slots();

    private sealed class Slots
    {
        public Dictionary<EntityRef, int> Entities { get; } = [];
        public Dictionary<string, int> Ending { get; } = new(StringComparer.Ordinal);
    }
}
