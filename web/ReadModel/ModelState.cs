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
internal sealed record AccountChange(string AccountId, AccountRow? Previous, AccountRow? Account, IReadOnlyList<LeadChange> Leads);

/// <summary>A state of the model that never changes for its holder.</summary>
internal sealed record ModelState(
    SnapshotTable<LeadEntry>.Rows Leads, SnapshotTable<AccountEntry>.Rows Accounts, ImmutableDictionary<string, TerritoryRow> Territories, PortfolioView Portfolio, TenantView Tenant);

/// <summary>An account as the index holds it.</summary>
internal readonly record struct AccountEntry(AccountRow Row);
