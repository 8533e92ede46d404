using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>What became of a delta.</summary>
internal enum DeltaOutcome { Applied, Old, Gap }

/// <summary>A lead that changed; null after it when it has gone.</summary>
internal readonly record struct LeadChange(string Id, LeadRow? Lead, Priority? PreviousPriority);

/// <summary>What a delta changed in the model.</summary>
/// <param name="Previous">The account before; null when it is new.</param>
/// <param name="Account">The account after; null when it has departed.</param>
internal sealed record AccountChange(string AccountId, AccountRow? Previous, AccountRow? Account, IReadOnlyList<LeadChange> Leads);

/// <summary>A state of the model that never changes for its holder.</summary>
internal sealed record ModelState(
    SnapshotTable<LeadEntry>.Rows Leads, SnapshotTable<AccountEntry>.Rows Accounts, ImmutableDictionary<string, TerritoryRow> Territories, PortfolioView Portfolio, TenantView Tenant);

/// <summary>An account as the index holds it.</summary>
internal readonly record struct AccountEntry(AccountRow Row);

/// <summary>
/// One tenant's leads, accounts and roll-ups in memory. One writer applies what the feed tells; readers take a
/// <see cref="State"/> and scan it without a lock.
/// </summary>
internal sealed class TenantModel
{
    private readonly Lock _gate = new();
    private readonly SnapshotTable<LeadEntry> _leads = new();
    private readonly SnapshotTable<AccountEntry> _accounts = new();
    private readonly Dictionary<string, int> _leadSlots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, TerritoryRow> _territories = ImmutableDictionary.Create<string, TerritoryRow>(StringComparer.Ordinal);
    private PortfolioView _portfolio = new(default, 0, default, "", default);
    private TenantView _tenant = new(0, default, "", ImmutableDictionary<string, ImmutableArray<RecommendedService>>.Empty, []);

    /// <summary>Tells the states of two models apart: a model that was loaded anew has another epoch.</summary>
    public required string Epoch { get; init; }

    public int LeadCount => _leads.Count;

    public TenantView Tenant => _tenant;

    public ModelState State()
    {
        lock (_gate)
            return new(_leads.Snapshot(), _accounts.Snapshot(), _territories, _portfolio, _tenant);
    }

    public LeadRow? Lead(string id)
    {
        lock (_gate)
            return _leadSlots.TryGetValue(id, out var slot) ? _leads[slot].Row : null;
    }

    public AccountRow? Account(string id)
    {
        lock (_gate)
            return _known.TryGetValue(id, out var known) && known.Slot is { } slot ? _accounts[slot].Row : null;
    }

    /// <summary>The leads of one account, open or not, by score.</summary>
    public IReadOnlyList<LeadRow> LeadsOf(string account)
    {
        lock (_gate)
        {
            return _known.TryGetValue(account, out var known)
                ? [.. known.Leads.Select(id => _leads[_leadSlots[id]].Row).OrderByDescending(l => l.Score).ThenBy(l => l.Id, StringComparer.Ordinal)]
                : [];
        }
    }

    public IReadOnlySet<string> AccountTerritories()
    {
        var territories = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var account in State().Accounts)
        {
            if (account.Row.Territory is { } territory)
                territories.Add(territory);
        }
        return territories;
    }

    /// <summary>The version of an account in the model; 0 when it was never heard of.</summary>
    public long VersionOf(string account)
    {
        lock (_gate)
            return _known.TryGetValue(account, out var known) ? known.Version : 0;
    }

    /// <summary>Applies a delta that follows what is known, and one that is whole; of a gap nothing is taken.</summary>
    public DeltaOutcome Apply(AccountDelta delta, out AccountChange change)
    {
        change = new(delta.AccountId, null, delta.Row, []);
        lock (_gate)
        {
            if (!_known.TryGetValue(delta.AccountId, out var known))
                known = new Known();
            if (delta.Version <= known.Version)
                return DeltaOutcome.Old;
            if (!delta.IsWhole && delta.Previous != known.Version)
                return DeltaOutcome.Gap;
            _known[delta.AccountId] = known;
            known.Version = delta.Version;
            var previous = known.Slot is { } at ? _accounts[at].Row : null;
            var leads = new List<LeadChange>(delta.Changed.Length + delta.Removed.Length);
            foreach (var id in Gone(known, delta))
                Remove(known, id, leads);
            SetAccount(known, delta.Row);
            foreach (var lead in delta.Row is null ? [] : delta.Changed)
                Upsert(known, lead, delta, leads);
            if (delta.Row is { } row && previous is not null && previous.Name != row.Name)
                Rename(known, row.Name);
            change = new(delta.AccountId, previous, delta.Row, leads);
            return DeltaOutcome.Applied;
        }
    }

    public TerritoryRow Apply(TerritoryRow territory)
    {
        lock (_gate)
            _territories = _territories.SetItem(territory.Id, territory);
        return territory;
    }

    public void Apply(PortfolioView portfolio)
    {
        lock (_gate)
            _portfolio = portfolio;
    }

    public void Apply(TenantView tenant)
    {
        lock (_gate)
            _tenant = tenant;
    }

    private static ImmutableArray<string> Gone(Known known, AccountDelta delta) =>
        delta.Row is null ? [.. known.Leads]
        : delta.IsWhole ? [.. known.Leads.Except(delta.Changed.Select(l => l.Id))]
        : delta.Removed;

    // A lead that has moved on belongs to its new account: its former one takes nothing away.
    private void Remove(Known known, string id, List<LeadChange> changes)
    {
        if (!known.Leads.Remove(id))
            return;
        _leadSlots.Remove(id, out var slot);
        changes.Add(new(id, null, _leads[slot].Priority));
        _leads.Remove(slot);
    }

    private void Upsert(Known known, LeadRow lead, AccountDelta delta, List<LeadChange> changes)
    {
        var entry = LeadEntry.Of(lead, delta.Row!.Name, delta.Version);
        if (!_leadSlots.TryGetValue(lead.Id, out var slot))
        {
            _leadSlots.Add(lead.Id, _leads.Add(entry));
            known.Leads.Add(lead.Id);
            changes.Add(new(lead.Id, lead, null));
            return;
        }
        var before = _leads[slot];
        if (before.Row.AccountId != delta.AccountId)
        {
            if (before.Version > delta.Version)
                return;
            if (_known.TryGetValue(before.Row.AccountId, out var former))
                former.Leads.Remove(lead.Id);
            known.Leads.Add(lead.Id);
        }
        _leads[slot] = entry;
        // A whole state repeats what has not changed; only what has is news.
        if (before.Row != lead)
            changes.Add(new(lead.Id, lead, before.Priority));
    }

    private void Rename(Known known, string name)
    {
        foreach (var id in known.Leads)
        {
            var slot = _leadSlots[id];
            _leads[slot] = _leads[slot] with { AccountName = name };
        }
    }

    private void SetAccount(Known known, AccountRow? row)
    {
        if (row is null)
        {
            if (known.Slot is { } gone)
                _accounts.Remove(gone);
            known.Slot = null;
        }
        else if (known.Slot is { } slot)
        {
            _accounts[slot] = new(row);
        }
        else
        {
            known.Slot = _accounts.Add(new(row));
        }
    }

    // Stays behind when an account departs: its version tells late news from fresh.
    private sealed class Known
    {
        public long Version;
        public int? Slot;
        public readonly HashSet<string> Leads = new(StringComparer.Ordinal);
    }
}
