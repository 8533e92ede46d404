using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>The records of an account: the current state of its entities.</summary>
internal sealed class AccountRecords(string account, AccountChanges changes)
{
    private readonly Dictionary<EntityKey, EntityRecord> _records = [];
    private readonly List<EntityRecord> _accounts = [];
    private int _existing;
    private int _stale;
    private string? _ownName;

    public IEnumerable<EntityRecord> All => _records.Values;

    /// <summary>True if no entity exists; empty accounts are hidden.</summary>
    public bool IsEmpty => _existing == 0;

    /// <summary>True if a source reported a change of an entity without the new values.</summary>
    public bool IsStale => _stale > 0;

    /// <summary>The name in the account's key, else in its records.</summary>
    public string OwnName => _ownName ??=
        Keys.NameOf(account)
        ?? Field("name").AsText()
        ?? _records.Values.Where(r => r.Kind == EventKind.Project).Select(r => r.Fields["customerName"].AsText())
            .FirstOrDefault(n => n is not null)
        ?? Keys.Spelled(account);

    /// <summary>The account manager who was set by hand, else whom the sources name.</summary>
    public string? AccountManager => ManagerByHand ?? SourceManager;

    /// <summary>The account manager who was set by hand; null if the sources decide.</summary>
    public string? ManagerByHand => Field(AccountFields.ManagerByHand).Text;

    /// <summary>The account manager whom the sources name.</summary>
    public string? SourceManager => Field("accountManager").Text;

    public EntityRecord? Find(EntityKey key) => _records.GetValueOrDefault(key);

    /// <summary>The latest value of a field (tier, account manager …) over the account records; there is one for each key.</summary>
    public FieldValue Field(string name) => _accounts switch
    {
        [] => FieldValue.Null,
        [var only] => only.Get(name).Value,
        _ => _accounts.Select(r => r.Get(name)).Where(f => f.Stamp is not null).OrderByDescending(f => f.Stamp)
            .Select(f => f.Value).FirstOrDefault(),
    };

    /// <summary>The entities with a value that one of these imports brought. A value that a later event replaced does not count.</summary>
    public IReadOnlyList<EntityKey> BroughtBy(ImmutableHashSet<string> imports) =>
        [.. _records.Where(r => r.Value.Stamps.Append(r.Value.Removed)
            .Any(s => s is not null && ImportIds.IsRetracted(imports, s.SourceId))).Select(r => r.Key)];

    /// <summary>Adds or replaces a record.</summary>
    public void Set(EntityKey key, EntityRecord record)
    {
        var before = _records.GetValueOrDefault(key);
        _records[key] = record;
        Count(key, before, record);
    }

    /// <summary>Removes a record; false when there is none.</summary>
    public bool Remove(EntityKey key)
    {
        if (!_records.Remove(key, out var before))
            return false;
        Count(key, before, null);
        return true;
    }

    private void Count(EntityKey key, EntityRecord? before, EntityRecord? after)
    {
        _existing += (after is { Exists: true } ? 1 : 0) - (before is { Exists: true } ? 1 : 0);
        _stale += (after is { IsStale: true } ? 1 : 0) - (before is { IsStale: true } ? 1 : 0);
        if (key.Kind.IsLive())
            changes.AddEntity(key);
        if (key.Kind is EventKind.Account or EventKind.Project)
            _ownName = null;
        if (key.Kind != EventKind.Account)
            return;
        if (before is not null)
            _accounts.Remove(before);
        if (after is not null)
            _accounts.Add(after);
    }
}
