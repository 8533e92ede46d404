using System.Runtime.InteropServices;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>
/// The leads of all accounts, each shown once. If two accounts report the same lead, the newer report is shown; the other one is
/// kept until its account removes it, because accounts report only changes. Needs the owner's lock.
/// </summary>
internal sealed class LeadTable
{
    private readonly SnapshotTable<LeadEntry> _rows = new();
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<LeadEntry>> _contested = new(StringComparer.Ordinal);

    public int Count => _rows.Count;

    public SnapshotTable<LeadEntry>.Rows Snapshot() => _rows.Snapshot();

    public LeadRow? Find(string id) => FindEntry(id)?.Row;

    public LeadEntry? FindEntry(string id) => _slots.TryGetValue(id, out var slot) ? _rows[slot] : null;

    /// <summary>Removes an account's report of a lead.</summary>
    public void Remove(string account, string id, List<LeadChange> changes)
    {
        var slot = _slots[id];
        var before = _rows[slot];
        if (before.Row.AccountId != account)
        {
            Others(id).RemoveAll(c => c.Row.AccountId == account);
        }
        else if (_contested.TryGetValue(id, out var others) && others.Count > 0)
        {
            var next = others.MaxBy(c => c.Version);
            others.Remove(next);
            _rows[slot] = next;
            changes.Add(new(before, next));
        }
        else
        {
            _contested.Remove(id);
            _slots.Remove(id);
            _rows.Remove(slot);
            changes.Add(new(before, null));
        }
    }

    /// <summary>Adds or replaces an account's report of a lead.</summary>
    public void Upsert(string account, LeadEntry entry, List<LeadChange> changes)
    {
        if (!_slots.TryGetValue(entry.Id, out var slot))
        {
            _slots.Add(entry.Id, _rows.Add(entry));
            changes.Add(new(null, entry));
            return;
        }
        var before = _rows[slot];
        if (before.Row.AccountId != account)
        {
            var others = Others(entry.Id);
            others.RemoveAll(c => c.Row.AccountId == account);
            others.Add(before.Version > entry.Version ? entry : before);
            if (before.Version > entry.Version)
                return;
        }
        _rows[slot] = entry;
        // A whole state repeats unchanged leads; only real changes are passed on.
        if (before.Row != entry.Row)
            changes.Add(new(before, entry));
    }

    public void Rename(string account, IEnumerable<string> ids, string name)
    {
        foreach (var id in ids)
        {
            var slot = _slots[id];
            if (_rows[slot] is var entry && entry.Row.AccountId == account)
                _rows[slot] = entry with { AccountName = name };
        }
    }

    private List<LeadEntry> Others(string id) => CollectionsMarshal.GetValueRefOrAddDefault(_contested, id, out _) ??= [];
}
