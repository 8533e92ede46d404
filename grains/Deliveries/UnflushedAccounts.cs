using System.Collections.Immutable;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Deliveries;

/// <summary>The accounts of a tenant with rows that no stored snapshot has. They determine how far back a restart must read.</summary>
internal sealed class UnflushedAccounts(string tenant, ISnapshotStore snapshots, TimeProvider time)
{
    /// <summary>An account whose rows are not stored after this time is asked again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Unflushed> _accounts = new(StringComparer.Ordinal);

    public void Add(string account, long sequence) => Add(account, sequence, sequence);

    /// <param name="first">No row of the account before this one is missing in its stored snapshot.</param>
    /// <param name="last">The account must be stored up to this row.</param>
    public void Add(string account, long first, long last)
    {
        lock (_gate)
        {
            _accounts[account] = _accounts.TryGetValue(account, out var known)
                ? known with { First = Math.Min(known.First, first), Last = Math.Max(known.Last, last) }
                : new Unflushed(first, last, time.GetTimestamp());
        }
    }

    public ImmutableArray<string> Accounts
    {
        get
        {
            lock (_gate)
                return [.. _accounts.Keys];
        }
    }

    public ImmutableArray<UnflushedAccount> LastRows
    {
        get
        {
            lock (_gate)
                return [.. _accounts.Select(static a => new UnflushedAccount(a.Key, a.Value.Last))];
        }
    }

    /// <summary>Compares with the stored watermarks.</summary>
    /// <param name="head">Every account with a row up to here has been added; read before the call.</param>
    /// <returns>The sequence up to which everything is stored, and the accounts that are late.</returns>
    public async Task<(long Through, ImmutableArray<string> Late)> CompareAsync(long head)
    {
        var accounts = Accounts;
        var stored = accounts.IsEmpty ? [] : await snapshots.GetWatermarksAsync(tenant, accounts);
        lock (_gate)
        {
            for (var i = 0; i < accounts.Length; i++)
            {
                // Another comparison may have found it stored in the meantime.
                if (!_accounts.TryGetValue(accounts[i], out var known))
                    continue;
                if (stored[i] >= known.Last)
                    _accounts.Remove(accounts[i]);
                else if (stored[i] >= known.First)
                    _accounts[accounts[i]] = new Unflushed(stored[i] + 1, known.Last, time.GetTimestamp());
            }
            var through = _accounts.Count == 0 ? head : Math.Min(head, _accounts.Values.Min(static a => a.First) - 1);
            var late = _accounts.Where(a => time.GetElapsedTime(a.Value.Since) > Patience).Select(static a => a.Key).ToImmutableArray();
            foreach (var account in late)
                _accounts[account] = _accounts[account] with { Since = time.GetTimestamp() };
            return (through, late);
        }
    }

    /// <param name="First">No stored snapshot has this row.</param>
    /// <param name="Last">The last row that must be stored.</param>
    /// <param name="Since">When the account was last seen to make progress.</param>
    private readonly record struct Unflushed(long First, long Last, long Since);
}
