using System.Collections.Concurrent;
using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead.Hosting;

/// <summary>The keys of an account.</summary>
/// <param name="Keys">Empty when all were linked to others.</param>
/// <param name="Last">The link row that last changed them; 0 when none did. Rows of a key that came with it, and precede it, were delivered to its former account.</param>
internal sealed record AccountLinks(ImmutableSortedSet<string> Keys, long Last);

/// <summary>
/// Which account a key belongs to: a fold of the tenant's link rows. A key that was never linked is an account of its
/// own, with itself as id. Fed by the journal's listener in sequence order; read by everybody.
/// </summary>
internal sealed class AccountDirectory
{
    /// <summary>The account key under which all link rows stand, so that one read finds them.</summary>
    public const string Stream = OneLead.Keys.Links;

    private readonly ConcurrentDictionary<string, string> roots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AccountLinks> accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LinkDecision> decisions = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, byte> met = new(StringComparer.Ordinal);

    /// <summary>The account to which a key belongs.</summary>
    public string RootOf(string key) => roots.TryGetValue(key, out var root) ? root : key;

    /// <summary>The keys of an account as they stand now.</summary>
    public AccountLinks LinksOf(string account) => accounts.TryGetValue(account, out var links) ? links : new AccountLinks([account], 0);

    /// <summary>The name that the reconciliation chose for an account, or null.</summary>
    public string? NameOf(string account) => names.GetValueOrDefault(account);

    /// <summary>Notes a key that a row names; true the first time since the process began.</summary>
    public bool Meet(string key) => met.TryAdd(key, 0);

    /// <summary>The latest decision on each key.</summary>
    public IEnumerable<LinkDecision> Decisions => decisions.Values;

    public LinkDecision? DecisionOn(string key) => decisions.GetValueOrDefault(key);

    /// <summary>Takes a link row in; rows must come in order.</summary>
    public void Apply(JournalEntry entry)
    {
        var (change, data) = (entry.Event, entry.Event.Data);
        var (key, to) = (change.Entity, data["to"].Text ?? change.Entity);
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
    }
}
