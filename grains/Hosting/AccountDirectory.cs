using System.Collections.Concurrent;
using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Hosting;

/// <summary>The keys of an account.</summary>
/// <param name="Keys">Empty when all were linked to others.</param>
/// <param name="Last">The link row that last changed them; 0 when none did. Rows of a key that came with it, and precede it, were delivered to its former account.</param>
internal sealed record AccountLinks(ImmutableSortedSet<string> Keys, long Last);

/// <summary>The latest word on a key: that it was merged into another, or no longer is.</summary>
/// <param name="Into">Null when it no longer is.</param>
/// <param name="Account">The account that was merged with it.</param>
internal sealed record MergeSaid(string? Into, string Account, Stamp Stamp);

/// <summary>
/// Which account a key belongs to: a fold of the tenant's link rows. A key that was never linked is an account of its
/// own, with itself as id. Fed by the journal's listener in sequence order; read by everybody.
/// </summary>
internal sealed class AccountDirectory
{
    private readonly ConcurrentDictionary<string, string> roots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccountLinks> accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LinkDecision> decisions = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, MergeSaid> merges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> met = new(StringComparer.Ordinal);

    /// <summary>The account to which a key belongs.</summary>
    public string RootOf(string key) => roots.TryGetValue(key, out var root) ? root : key;

    /// <summary>The keys of an account as they stand now.</summary>
    public AccountLinks LinksOf(string account) => accounts.TryGetValue(account, out var links) ? links : new AccountLinks([account], 0);

    /// <summary>The name that the reconciliation chose for an account, or null.</summary>
    public string? NameOf(string account) => names.GetValueOrDefault(account);

    /// <summary>Notes the key that owns a row; true when it is the first of the key since the process began, or says another name or territory of it.</summary>
    public bool Meet(JournalEntry entry)
    {
        var data = entry.Event.Data;
        var said = entry.Event.Kind switch
        {
            EventKind.Account => HashCode.Combine(data["name"].Text, data["territory"].Text),
            EventKind.Project => HashCode.Combine(data["customerName"].Text),
            _ => (int?)null,
        };
        if (said is null)
            return met.TryAdd(entry.Home, 0);
        var isNew = !met.TryGetValue(entry.Home, out var before) || before != said;
        met[entry.Home] = said.Value;
        return isNew;
    }

    /// <summary>The keys that were merged into others, with what was said of them.</summary>
    public IEnumerable<KeyValuePair<string, MergeSaid>> Merges => merges.Where(m => m.Value.Into is not null);

    /// <summary>The latest decision on each key.</summary>
    public IEnumerable<LinkDecision> Decisions => decisions.Values;

    public LinkDecision? DecisionOn(string key) => decisions.GetValueOrDefault(key);

    /// <summary>Takes a link row in; rows must come in order.</summary>
    /// <returns>False for a row that says what was merged: it is for the reconciliation to make links of it.</returns>
    public bool Apply(JournalEntry entry)
    {
        var (change, data) = (entry.Event, entry.Event.Data);
        var (key, to) = (change.Entity, data["to"].Text ?? change.Entity);
        if (data["rule"].Text is AccountMerges.Merge or AccountMerges.Unmerge && data["by"].Text is not null)
        {
            var said = new MergeSaid(to == key ? null : to, data["account"].Text ?? key, Stamp.Of(change));
            merges.AddOrUpdate(key, said, (_, before) => said.Stamp.IsAfter(before.Stamp) ? said : before);
            return false;
        }
        var from = RootOf(key);
        if (from != to)
        {
            accounts[from] = new AccountLinks(LinksOf(from).Keys.Remove(key), entry.Sequence);
            accounts[to] = new AccountLinks(LinksOf(to).Keys.Add(key), entry.Sequence);
            roots[key] = to;
        }
        if (data["accountName"].Text is { } name)
            names[to] = name;
        decisions[key] = new LinkDecision(
            entry.Sequence, entry.ReceivedAt, key, to, data["rule"].Text ?? "", data["name"].Text, data["matched"].Text, (int?)data["similarity"].AsNumber(), data["by"].Text);
        return true;
    }
}
