using OneLead.Views;
using OneLead.Web.Access;

namespace OneLead.Web.ReadModel;

/// <summary>A row of an account.</summary>
internal interface IAccountRow
{
    /// <summary>The number that the model gave the account.</summary>
    int AccountNumber { get; }
}

/// <summary>
/// The accounts that a visibility sees, one bit for each account number. They are copied on the first write after a snapshot. Needs the
/// owner's lock.
/// </summary>
internal sealed class SeenAccounts(Visibility visibility)
{
    private ulong[] _bits = [];
    private bool _isShared;

    public Visibility Visibility => visibility;

    /// <summary>The timestamp of the last query.</summary>
    public long UsedAt { get; set; }

    public static bool Contains(ulong[] bits, int account) => account >> 6 < bits.Length && (bits[account >> 6] >> account & 1) != 0;

    public void Set(int account, bool isSeen)
    {
        if (Contains(_bits, account) == isSeen)
            return;
        var length = Math.Max(_bits.Length, (account >> 6) + 1);
        if (_isShared || length > _bits.Length)
        {
            // Grows by half, so that many new accounts do not copy it many times.
            var grown = new ulong[length > _bits.Length ? length + (length / 2) : length];
            _bits.CopyTo(grown, 0);
            (_bits, _isShared) = (grown, false);
        }
        _bits[account >> 6] ^= 1UL << account;
    }

    /// <summary>An immutable snapshot of the bits.</summary>
    public ulong[] Snapshot()
    {
        _isShared = true;
        return _bits;
    }
}

/// <summary>
/// The accounts that the visibilities in use see. One that has not been used for some minutes is dropped, and found again when it is
/// used. Needs the owner's lock.
/// </summary>
internal sealed class SeenIndex(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Visibility, SeenAccounts> _all = [];
    private long _swept = clock.GetTimestamp();

    public int Count => _all.Count;

    /// <summary>The bits of the accounts that are seen; null if all are.</summary>
    /// <param name="accounts">All accounts, for a visibility that was not in use.</param>
    public ulong[]? Of(Visibility visibility, SnapshotTable<AccountEntry> accounts)
    {
        if (visibility.SeesAllAccounts)
            return null;
        Sweep();
        if (!_all.TryGetValue(visibility, out var seen))
        {
            _all.Add(visibility, seen = new SeenAccounts(visibility));
            foreach (ref readonly var account in accounts.Snapshot())
                seen.Set(account.AccountNumber, visibility.Sees(account.Row));
        }
        seen.UsedAt = clock.GetTimestamp();
        return seen.Snapshot();
    }

    /// <summary>Takes in an account that is new, has changed or is gone.</summary>
    public void Changed(int number, AccountRow? account)
    {
        foreach (var seen in _all.Values)
            seen.Set(number, account is not null && seen.Visibility.Sees(account));
    }

    private void Sweep()
    {
        if (clock.GetElapsedTime(_swept) < Kept)
            return;
        _swept = clock.GetTimestamp();
        foreach (var unused in _all.Values.Where(s => clock.GetElapsedTime(s.UsedAt) >= Kept).ToList())
            _all.Remove(unused.Visibility);
    }
}
