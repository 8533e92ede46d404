using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>To whom a row gives leads.</summary>
public enum AssignTo
{
    /// <summary>To one person; while the person is absent, to the deputy.</summary>
    Person,

    /// <summary>To the person whom sources know by the name of the account's manager; while absent, to the deputy.</summary>
    AccountManager,

    /// <summary>To the person of several with the fewest open leads for their capacity.</summary>
    InTurn,

    /// <summary>To nobody. The rows below are not asked.</summary>
    Nobody,
}

/// <summary>A person to whom a row gives leads.</summary>
/// <param name="Person">The id of the user.</param>
/// <param name="Capacity">With so many open leads the person gets none by this row; null: there is no limit.</param>
public sealed record AssignmentShare(string Person, int? Capacity);

/// <summary>A row: which leads it concerns, and to whom it gives them. An empty condition matches every lead.</summary>
/// <param name="Name">Stands in the history of each lead that the row gives away.</param>
/// <param name="Territories">Those of accounts; <c>-</c> for accounts without one.</param>
/// <param name="AccountManagers">The managers of accounts, in any case.</param>
/// <param name="MinPriority">The lowest priority that matches; null: any.</param>
/// <param name="People">One for <see cref="AssignTo.Person"/>, one or more in turn, otherwise none.</param>
public sealed record AssignmentRule(
    string Name, ImmutableArray<string> Territories, ImmutableArray<string> AccountManagers, ImmutableArray<string> Families,
    ImmutableArray<LeadType> Types, Priority? MinPriority, AssignTo To, ImmutableArray<AssignmentShare> People)
{
    public bool HasConditions =>
        !Territories.IsEmpty || !AccountManagers.IsEmpty || !Families.IsEmpty || !Types.IsEmpty || MinPriority is not null;

    public bool Matches(in AssignableLead lead) =>
        (MinPriority is not { } lowest || lead.Priority >= lowest)
        && (Types.IsEmpty || Types.Contains(lead.Type))
        && (Territories.IsEmpty || Territories.Contains(lead.Territory ?? AssignmentRules.NoTerritory))
        && (Families.IsEmpty || Families.Contains(lead.Family, StringComparer.OrdinalIgnoreCase))
        && (AccountManagers.IsEmpty
            || lead.AccountManager is { } manager && AccountManagers.Contains(manager.Trim(), StringComparer.OrdinalIgnoreCase));
}

/// <summary>The rows by which leads get their owners. The first one that matches a lead and has somebody who can take it decides.</summary>
/// <param name="Rows">The last one has no conditions: it decides on what no other row gives away.</param>
public sealed record AssignmentRules(ImmutableArray<AssignmentRule> Rows)
{
    /// <summary>Stands for accounts without a territory.</summary>
    public const string NoTerritory = "-";

    public const int MostRows = 200, MostValues = 200, LongestName = 100, LongestValue = 200, HighestCapacity = 100_000;
}

/// <summary>What the rows ask of a lead.</summary>
/// <param name="Territory">The account's; null if it has none.</param>
/// <param name="AccountManager">The account's, as sources write it; null if unknown.</param>
public readonly record struct AssignableLead(string? Territory, string? AccountManager, string Family, LeadType Type, Priority Priority);
