using System.Collections.Immutable;
using OneLead.Views;
using OneLead.Web.Access;

namespace OneLead.Web.ReadModel;

/// <summary>The result of applying a delta.</summary>
internal enum DeltaOutcome { Applied, Old, Gap }

/// <summary>A lead that changed: before is null for a new lead, after is null for a removed one.</summary>
internal readonly record struct LeadChange(LeadEntry? Before, LeadEntry? After)
{
    public string Id => After?.Id ?? Before?.Id ?? "";

    public LeadRow? Lead => After?.Row;

    public Priority? PreviousPriority => Before?.Priority;
}

/// <summary>What a delta changed in the model.</summary>
/// <param name="Previous">The account before; null for a new account.</param>
/// <param name="Account">The account after; null if it is gone.</param>
/// <param name="Cause">The journal row that caused the change; null if unknown.</param>
/// <param name="After">The model had the account's rows up to here before.</param>
/// <param name="Sequence">It has them up to here now.</param>
internal sealed record AccountChange(
    string AccountId, AccountRow? Previous, AccountRow? Account, IReadOnlyList<LeadChange> Leads, ChangeCause? Cause = null,
    long After = 0, long Sequence = 0);

/// <summary>An immutable state of the model, as far as a visibility sees it.</summary>
/// <param name="leads">Those that are seen; accounts likewise.</param>
/// <param name="territories">The roll-ups of all accounts; the portfolio likewise.</param>
internal sealed class ModelState(
    SnapshotTable<LeadEntry>.Rows leads, SnapshotTable<AccountEntry>.Rows accounts, ImmutableDictionary<string, TerritoryRow> territories,
    PortfolioView portfolio, TenantView tenant, Visibility visibility)
{
    private (ImmutableDictionary<string, TerritoryRow> Territories, PortfolioView Portfolio)? _rollUps;

    public SnapshotTable<LeadEntry>.Rows Leads => leads;

    public VisibleAccounts Accounts => new(accounts, visibility);

    /// <summary>The roll-ups of the accounts that are seen, by the key of the territory.</summary>
    public ImmutableDictionary<string, TerritoryRow> Territories => RollUps.Territories;

    /// <summary>The sums of the accounts that are seen.</summary>
    public PortfolioView Portfolio => RollUps.Portfolio;

    public TenantView Tenant => tenant;

    public Visibility Visibility => visibility;

    // Most queries read none.
    private (ImmutableDictionary<string, TerritoryRow> Territories, PortfolioView Portfolio) RollUps => _rollUps ??=
        !visibility.SeesAllAccounts ? AddUp()
        : visibility.SeesAllKinds ? (territories, portfolio)
        : (territories.ToImmutableDictionary(t => t.Key, t => t.Value with { Totals = visibility.Shown(t.Value.Totals) }),
            portfolio with { Totals = visibility.Shown(portfolio.Totals) });

    private (ImmutableDictionary<string, TerritoryRow> Territories, PortfolioView Portfolio) AddUp()
    {
        var (sums, total, updatedAt) = (
            new Dictionary<string, TerritoryRow>(StringComparer.Ordinal), default(Contribution), default(DateTimeOffset));
        foreach (var account in Accounts)
        {
            var (row, id) = (account.Row, Keys.TerritoryGrainKey(account.Row.Territory));
            var sum = sums.GetValueOrDefault(id, new(id, default, default));
            sums[id] = sum with { Totals = sum.Totals + row.Totals, UpdatedAt = Later(sum.UpdatedAt, row.UpdatedAt) };
            (total, updatedAt) = (total + row.Totals, Later(updatedAt, row.UpdatedAt));
        }
        var inhabited = sums.Values.Count(static t => t.Name is not null && t.Totals.Accounts > 0);
        return (
            sums.ToImmutableDictionary(StringComparer.Ordinal),
            portfolio with { Totals = total, Territories = inhabited, UpdatedAt = updatedAt });
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>The accounts that a visibility sees, without what it does not see of them; for foreach.</summary>
internal readonly struct VisibleAccounts(SnapshotTable<AccountEntry>.Rows rows, Visibility visibility)
{
    public int Count => rows.Count;

    public Enumerator GetEnumerator() => new(rows.GetEnumerator(), visibility);

    internal ref struct Enumerator(SnapshotTable<AccountEntry>.Enumerator rows, Visibility visibility)
    {
        private SnapshotTable<AccountEntry>.Enumerator _rows = rows;

        public readonly AccountEntry Current =>
            visibility.SeesAllKinds ? _rows.Current : _rows.Current with { Row = visibility.Shown(_rows.Current.Row) };

        public bool MoveNext() => _rows.MoveNext();
    }
}

/// <summary>An account's health before its last change, and the time of that change.</summary>
internal sealed record HealthMove(Health Before, DateTimeOffset At);

/// <summary>An account in the index.</summary>
/// <param name="Moved">Null: its health has not changed since it was first seen.</param>
/// <param name="Import">The import that changed its health last, or that brought the account; null if none did.</param>
internal readonly record struct AccountEntry(AccountRow Row, HealthMove? Moved = null, string? Import = null, int AccountNumber = 0)
    : IAccountRow
{
    /// <summary>Up or down by the composite score; null if there was no change, or if one of the two is not known.</summary>
    public HealthTrend? Trend => Moved is not { Before.Composite: { } before } || Row.Health.Composite is not { } now ? null
        : now > before ? HealthTrend.Up
        : now < before ? HealthTrend.Down
        : null;

    /// <summary>The account after a change. What one import changes in several steps is one move.</summary>
    public AccountEntry With(AccountRow row, ChangeCause? cause) =>
        row.Health.Composite == Row.Health.Composite ? this with { Row = row }
        : cause is not null && cause.IsOfImport(Import)
            ? this with { Row = row, Moved = Moved is null ? null : Moved with { At = row.UpdatedAt } }
        : new(row, new(Row.Health, row.UpdatedAt), cause?.Import, AccountNumber);
}

/// <summary>The direction of the last change in an account's health.</summary>
public enum HealthTrend { Up, Down }
