using System.Collections.Immutable;
using OneLead.Views;

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

/// <summary>An immutable state of the model.</summary>
internal sealed record ModelState(
    SnapshotTable<LeadEntry>.Rows Leads, SnapshotTable<AccountEntry>.Rows Accounts, ImmutableDictionary<string, TerritoryRow> Territories,
    PortfolioView Portfolio, TenantView Tenant);

/// <summary>An account's health before its last change, and the time of that change.</summary>
internal sealed record HealthMove(Health Before, DateTimeOffset At);

/// <summary>An account in the index.</summary>
/// <param name="Moved">Null: its health has not changed since it was first seen.</param>
/// <param name="Import">The import that changed its health last, or that brought the account; null if none did.</param>
internal readonly record struct AccountEntry(AccountRow Row, HealthMove? Moved = null, string? Import = null)
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
        : new(row, new(Row.Health, row.UpdatedAt), cause?.Import);
}

/// <summary>The direction of the last change in an account's health.</summary>
public enum HealthTrend { Up, Down }
