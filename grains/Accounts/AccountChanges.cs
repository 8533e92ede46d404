using OneLead.Events;

namespace OneLead.Accounts;

/// <summary>An entity within an account.</summary>
internal readonly record struct EntityKey(EventKind Kind, string Id);

/// <summary>What changed in an account since it was last stored, and since it was last published.</summary>
internal sealed class AccountChanges
{
    private readonly HashSet<EntityKey> _unsaved = [];
    private readonly HashSet<EntityKey> _entities = [];
    private readonly HashSet<string> _leads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endings = new(StringComparer.Ordinal);

    public bool HasEntities => _entities.Count > 0 || _endings.Count > 0;

    public void AddUnsaved(EntityKey record) => _unsaved.Add(record);

    public void AddEntity(EntityKey entity) => _entities.Add(entity);

    public void AddEntities(IEnumerable<EntityKey> entities) => _entities.UnionWith(entities);

    public void AddLead(string lead) => _leads.Add(lead);

    /// <summary>Notes an item that was assessed again.</summary>
    public void AddItem(string item) => _items.Add(item);

    /// <summary>Notes an item whose upcoming end of support was added, changed or removed.</summary>
    public void AddEnding(string item) => _endings.Add(item);

    public void AddEndings(IEnumerable<string> items) => _endings.UnionWith(items);

    public EntityKey[] TakeUnsaved() => Take(_unsaved);

    public EntityKey[] TakeEntities() => Take(_entities);

    public string[] TakeLeads() => Take(_leads);

    public string[] TakeItems() => Take(_items);

    public string[] TakeEndings() => Take(_endings);

    private static T[] Take<T>(HashSet<T> changed)
    {
        var taken = changed.ToArray();
        changed.Clear();
        return taken;
    }
}
