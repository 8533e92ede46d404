using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>What became of a delta.</summary>
internal enum DeltaOutcome { Applied, Old, Gap }

/// <summary>A lead that changed: null before when it is new, null after when it has gone.</summary>
internal readonly record struct LeadChange(LeadEntry? Before, LeadEntry? After)
{
    public string Id => After?.Id ?? Before?.Id ?? "";

    public LeadRow? Lead => After?.Row;

    public Priority? PreviousPriority => Before?.Priority;
}

/// <summary>What a delta changed in the model.</summary>
/// <param name="Previous">The account before; null when it is new.</param>
/// <param name="Account">The account after; null when it has departed.</param>
/// <param name="Cause">The row that moved it; null when that is not known.</param>
internal sealed record AccountChange(
    string AccountId, AccountRow? Previous, AccountRow? Account, IReadOnlyList<LeadChange> Leads, ChangeCause? Cause = null);

/// <summary>A state of the model that never changes for its holder.</summary>
internal sealed record ModelState(
    SnapshotTable<LeadEntry>.Rows Leads, SnapshotTable<AccountEntry>.Rows Accounts, ImmutableDictionary<string, TerritoryRow> Territories,
    PortfolioView Portfolio, TenantView Tenant);

/// <summary>The health that an account had before it last changed, and when that was.</summary>
internal sealed record HealthMove(Health Before, DateTimeOffset At);

/// <summary>An account as the index holds it.</summary>
/// <param name="Moved">Null: its health has not changed since the index began.</param>
internal readonly record struct AccountEntry(AccountRow Row, HealthMove? Moved = null)
{
    /// <summary>Up or down by the view score, and where that is the same by the classic one; null when it has not moved.</summary>
    public HealthTrend? Trend => Moved is not { Before: var before } ? null
        : (Row.Health.View != before.View ? Row.Health.View > before.View : Row.Health.ClassicUncapped > before.ClassicUncapped)
            ? HealthTrend.Up
            : HealthTrend.Down;
}

/// <summary>Which way an account's health moved last.</summary>
public enum HealthTrend { Up, Down }
