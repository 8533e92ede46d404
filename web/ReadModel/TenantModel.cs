using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Access;

namespace OneLead.Web.ReadModel;

/// <summary>
/// One tenant's leads, accounts and roll-ups in memory. One writer applies changes; readers take a <see cref="ModelState"/> and scan it
/// without a lock. Only what loads, records, verifies and measures reads it; what answers queries reads a
/// <see cref="VisibleModel"/>.
/// </summary>
internal sealed class TenantModel
{
    private readonly Lock _gate = new();
    private readonly LeadTable _leads = new();
    private readonly SnapshotTable<AccountEntry> _accounts = new();
    private readonly EntityTable _entities = new();
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly SeenIndex _seen;
    private ImmutableDictionary<string, TerritoryRow> _territories =
        ImmutableDictionary.Create<string, TerritoryRow>(StringComparer.Ordinal);
    private PortfolioView _portfolio = new(default, 0, default, "", default);
    private TenantView _tenant = new(0, default, "", ImmutableDictionary<string, ImmutableArray<RecommendedService>>.Empty, []);

    public TenantModel(TimeProvider clock) => _seen = new(clock);

    /// <summary>Distinguishes models: a reloaded model has another epoch.</summary>
    public required string Epoch { get; init; }

    public int LeadCount => _leads.Count;

    public TenantView Tenant => _tenant;

    /// <summary>Which territory is below which.</summary>
    public TerritoryTree Territories { get; private set; } = TerritoryTree.Empty;

    /// <summary>Everything.</summary>
    public ModelState State() => State(Visibility.All);

    /// <summary>What a visibility sees.</summary>
    public ModelState State(Visibility visibility)
    {
        lock (_gate)
        {
            var seen = _seen.Of(visibility, _accounts);
            return new(_leads.Snapshot().Of(seen), _accounts.Snapshot().Of(seen), _territories, _portfolio, _tenant, visibility);
        }
    }

    public LeadRow? Lead(string id)
    {
        lock (_gate)
            return _leads.Find(id);
    }

    public AccountRow? Account(string id)
    {
        lock (_gate)
            return _known.TryGetValue(id, out var known) && known.Slot is { } slot ? _accounts[slot].Row : null;
    }

    /// <summary>An account with the last change of its health.</summary>
    public AccountEntry? AccountEntry(string id)
    {
        lock (_gate)
            return _known.TryGetValue(id, out var known) && known.Slot is { } slot ? _accounts[slot] : null;
    }

    /// <summary>The current entities of a kind that the model holds.</summary>
    public SnapshotTable<EntityEntry>.Rows Entities(EventKind kind, Visibility visibility)
    {
        lock (_gate)
            return _entities.Of(kind).Of(_seen.Of(visibility, _accounts));
    }

    /// <summary>The current items whose support ends soon.</summary>
    public SnapshotTable<EndingEntry>.Rows Ending(Visibility visibility)
    {
        lock (_gate)
            return _entities.Ending().Of(_seen.Of(visibility, _accounts));
    }

    public int EntityCount
    {
        get
        {
            lock (_gate)
                return _entities.Count;
        }
    }

    /// <summary>Adds a stored entity while loading, before newer changes are applied.</summary>
    public void Restore(EntityRow entity)
    {
        lock (_gate)
            _entities.Set(Placed(entity), NumberOf(entity.AccountId));
    }

    /// <summary>A stored entity with the territory of its account, which is not stored with it.</summary>
    public EntityRow Placed(EntityRow stored) => stored with { Territory = Account(stored.AccountId)?.Territory };

    /// <summary>The leads of one account, open or not, by score.</summary>
    public IReadOnlyList<LeadRow> LeadsOf(string account)
    {
        lock (_gate)
        {
            return _known.TryGetValue(account, out var known)
                ?
                [
                    .. known.Leads.Select(id => _leads.Find(id)!).Where(l => l.AccountId == account).OrderByDescending(l => l.Score)
                        .ThenBy(l => l.Id, StringComparer.Ordinal),
                ]
                : [];
        }
    }

    /// <summary>The leads that are shown of one account.</summary>
    public IReadOnlyList<LeadEntry> LeadEntriesOf(string account)
    {
        lock (_gate)
        {
            return _known.TryGetValue(account, out var known)
                ? [.. known.Leads.Select(id => _leads.FindEntry(id)!.Value).Where(l => l.Row.AccountId == account)]
                : [];
        }
    }

    /// <summary>The entities of one account, of the kinds that the model holds.</summary>
    public IReadOnlyList<EntityRow> EntitiesOf(string account)
    {
        lock (_gate)
            return [.. _entities.Of(account)];
    }

    /// <summary>The accounts that it lists.</summary>
    public IReadOnlyCollection<string> AccountIds()
    {
        var accounts = new List<string>();
        foreach (var account in State().Accounts)
            accounts.Add(account.Row.Id);
        return accounts;
    }

    public bool Knows(string account)
    {
        lock (_gate)
            return _known.ContainsKey(account);
    }

    /// <summary>The version of an account in the model; the lowest one when it is unknown.</summary>
    public StateVersion VersionOf(string account)
    {
        lock (_gate)
            return _known.TryGetValue(account, out var known) ? known.Version : default;
    }

    /// <summary>Applies a delta that is whole or follows the known version; a delta after a gap is not applied.</summary>
    /// <param name="isRepair">True to replace a state of the same version, too.</param>
    public DeltaOutcome Apply(AccountDelta delta, out AccountChange change, bool isRepair = false)
    {
        change = new(delta.AccountId, null, delta.Row, []);
        lock (_gate)
        {
            if (!_known.TryGetValue(delta.AccountId, out var known))
                known = new Known();
            if (isRepair ? delta.Version < known.Version : delta.Version <= known.Version)
                return DeltaOutcome.Old;
            if (!delta.IsWhole && delta.Previous > known.Version)
                return DeltaOutcome.Gap;
            _known[delta.AccountId] = known;
            var after = known.Version.Sequence;
            known.Version = delta.Version;
            var previous = known.Slot is { } at ? _accounts[at].Row : null;
            var leads = new List<LeadChange>(delta.Changed.Length + delta.Removed.Length);
            foreach (var id in Gone(known, delta))
            {
                if (known.Leads.Remove(id))
                    _leads.Remove(delta.AccountId, id, leads);
            }
            var number = NumberOf(delta.AccountId);
            SetAccount(known, number, delta.Row, delta.Cause);
            _entities.Apply(delta, number);
            foreach (var lead in delta.Row is null ? [] : delta.Changed)
            {
                known.Leads.Add(lead.Id);
                _leads.Upsert(delta.AccountId, LeadEntry.Of(lead, delta.Row!.Name, delta.Version.Sequence, number), leads);
            }
            if (delta.Row is { } row && previous is not null && previous.Name != row.Name)
                _leads.Rename(delta.AccountId, known.Leads, row.Name);
            change = new(delta.AccountId, previous, delta.Row, leads, delta.Cause, after, delta.Version.Sequence);
            return DeltaOutcome.Applied;
        }
    }

    /// <returns>False if it has a newer one, or if the territory is unknown and has nothing.</returns>
    public bool Apply(TerritoryRow territory)
    {
        lock (_gate)
        {
            if (_territories.TryGetValue(territory.Id, out var known)
                ? territory.Version < known.Version : territory.Totals == default)
                return false;
            _territories = _territories.SetItem(territory.Id, territory);
            return true;
        }
    }

    /// <returns>False if it has a newer one.</returns>
    public bool Apply(PortfolioView portfolio)
    {
        lock (_gate)
        {
            if (portfolio.Version < _portfolio.Version)
                return false;
            _portfolio = UnderLatest(portfolio);
            return true;
        }
    }

    /// <summary>Takes the state of the tenant.</summary>
    /// <returns>False if it has a newer one.</returns>
    public bool Apply(TenantView tenant)
    {
        lock (_gate)
        {
            if (tenant.Sequence < _tenant.Sequence)
                return false;
            _tenant = tenant;
            _portfolio = UnderLatest(_portfolio);
            Territories = new TerritoryTree(tenant.TerritoryParents);
            return true;
        }
    }

    // The silo of the portfolio may read the tenant's rows later than others.
    private PortfolioView UnderLatest(PortfolioView portfolio) => portfolio.TenantSequence < _tenant.Sequence
        ? portfolio with { AsOf = _tenant.AsOf, RulesVersion = _tenant.RulesVersion, TenantSequence = _tenant.Sequence }
        : portfolio;

    private static ImmutableArray<string> Gone(Known known, AccountDelta delta) =>
        delta.Row is null ? [.. known.Leads]
        : delta.IsWhole ? [.. known.Leads.Except(delta.Changed.Select(l => l.Id))]
        : delta.Removed;

    /// <summary>Adds the last change of an account's health from before the model was loaded.</summary>
    public void Restore(string account, HealthMove moved)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(account, out var known) && known.Slot is { } slot && _accounts[slot] is { Moved: null } entry)
                _accounts[slot] = entry with { Moved = moved };
        }
    }

    /// <summary>Takes the last change of an account's health as another node saw it, unless the account has changed since.</summary>
    public void Adopt(string account, Health now, HealthMove? moved)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(account, out var known) && known.Slot is { } slot && _accounts[slot] is var entry
                && entry.Row.Health.Composite == now.Composite && entry.Moved != moved)
                _accounts[slot] = entry with { Moved = moved };
        }
    }

    private void SetAccount(Known known, int number, AccountRow? row, ChangeCause? cause)
    {
        _seen.Changed(number, row);
        if (row is null)
        {
            if (known.Slot is { } gone)
                _accounts.Remove(gone);
            known.Slot = null;
        }
        else if (known.Slot is { } slot)
        {
            _accounts[slot] = _accounts[slot].With(row, cause);
        }
        else
        {
            known.Slot = _accounts.Add(new(row, null, cause?.Import, number));
        }
    }

    private int NumberOf(string account)
    {
        if (!_numbers.TryGetValue(account, out var number))
            _numbers.Add(account, number = _numbers.Count);
        return number;
    }

    // Kept after an account is gone: its version identifies late deltas.
    private sealed class Known
    {
        public StateVersion Version;
        public int? Slot;
        public readonly HashSet<string> Leads = new(StringComparer.Ordinal);
    }
}
