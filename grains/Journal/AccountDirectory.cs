using System.Collections.Concurrent;
using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Journal;

/// <summary>The keys of an account.</summary>
/// <param name="Keys">Empty when all were linked to others.</param>
/// <param name="Last">The link row that last changed them; 0 when none did.
/// Earlier rows of a key that it added were delivered to the key's former account.</param>
internal sealed record AccountLinks(ImmutableSortedSet<string> Keys, long Last);

/// <summary>The latest statement about a key: it was merged into another, or no longer is.</summary>
/// <param name="Into">Null when it is no longer merged.</param>
/// <param name="Account">The account that the key came with.</param>
/// <param name="By">The person or source that says so.</param>
internal sealed record MergeStatement(string? Into, string Account, string By, Stamp Stamp);

/// <summary>
/// Which account a key belongs to: a fold of the tenant's link rows. A key that was never linked is an account of its
/// own, with itself as id. One thread applies rows; all may read.
/// </summary>
internal sealed class AccountDirectory
{
    private readonly ConcurrentDictionary<string, string> _roots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccountLinks> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LinkDecision> _decisions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, MergeStatement> _merges = new(StringComparer.Ordinal);

    /// <summary>The account to which a key belongs.</summary>
    public string AccountOf(string key) => _roots.TryGetValue(key, out var root) ? root : key;

    /// <summary>The keys of an account as they stand now.</summary>
    public AccountLinks LinksOf(string account) => _accounts.TryGetValue(account, out var links) ? links : new AccountLinks([account], 0);

    /// <summary>The name that the reconciliation chose for an account, or null.</summary>
    public string? NameOf(string account) => _names.GetValueOrDefault(account);

    /// <summary>The keys that are merged into others.</summary>
    public IEnumerable<KeyValuePair<string, MergeStatement>> Merges => _merges.Where(m => m.Value.Into is not null);

    /// <summary>The latest statement about a key; null if it was never merged.</summary>
    public MergeStatement? MergeOf(string key) => _merges.GetValueOrDefault(key);

    /// <summary>The latest decision on each key.</summary>
    public IEnumerable<LinkDecision> Decisions => _decisions.Values;

    public LinkDecision? DecisionOn(string key) => _decisions.GetValueOrDefault(key);

    /// <summary>Applies a link row; rows must come in order.</summary>
    /// <returns>False for a merge or an unmerge by hand: name matching turns it into links.</returns>
    public bool Apply(JournalEntry entry)
    {
        var (change, data) = (entry.Event, entry.Event.Data);
        var (key, to) = (change.Entity, data["to"].Text ?? change.Entity);
        if (data["rule"].Text is AccountMerges.Merge or AccountMerges.Unmerge && data["by"].Text is { } by)
        {
            var statement = new MergeStatement(to == key ? null : to, data["account"].Text ?? key, by, Stamp.Of(change));
            _merges.AddOrUpdate(key, statement, (_, before) => statement.Stamp.IsAfter(before.Stamp) ? statement : before);
            return false;
        }
        var from = AccountOf(key);
        if (from != to)
        {
            _accounts[from] = new AccountLinks(LinksOf(from).Keys.Remove(key), entry.Sequence);
            _accounts[to] = new AccountLinks(LinksOf(to).Keys.Add(key), entry.Sequence);
            _roots[key] = to;
        }
        if (data["accountName"].Text is { } name)
            _names[to] = name;
        _decisions[key] = new LinkDecision(
            entry.Sequence, entry.ReceivedAt, key, to, data["rule"].Text ?? "", data["name"].Text, data["matched"].Text,
            (int?)data["similarity"].AsNumber(), data["by"].Text);
        return true;
    }
}
