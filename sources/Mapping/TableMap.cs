using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>How a mapping handles tables that it does not have.</summary>
internal enum OtherTables { Refuse, Raw, Ignore }

/// <summary>The rules for the records of a table.</summary>
/// <param name="Name">As the mapping spells it.</param>
/// <param name="Named">Fields that a rule reads or drops; all others are kept under their own names.</param>
/// <param name="Dropped">Prefixes (<c>hs_*</c>) and suffixes (<c>*.LogicalName</c>) of dropped fields.</param>
internal sealed record TableMap(
    string Name, ImmutableArray<EventRule> Rules, ImmutableArray<RowCheck> Checks, FrozenSet<string> Named, ImmutableArray<string> Dropped)
{
    /// <summary>True if this table owns an entity, given by its id without the source, and does not only add fields to it.</summary>
    public bool Owns(EventKind kind, string entity) => Rules
        .Where(r => r.Kind == kind && (r.Prefix is null || entity.StartsWith(Keys.EncodePart(r.Prefix) + ":", StringComparison.Ordinal)))
        .MaxBy(r => r.Prefix?.Length ?? 0) is { IsOwner: true };

    /// <summary>True if a rule reads or drops the field.</summary>
    public bool Names(string field) => Named.Contains(field) || Dropped.Any(d => Matches(d, field));

    private static bool Matches(string pattern, string field) => pattern[0] == '*'
        ? field.EndsWith(pattern[1..], StringComparison.Ordinal)
        : field.StartsWith(pattern[..^1], StringComparison.Ordinal);
}

/// <summary>How a record becomes one event.</summary>
/// <param name="Prefix">Precedes the entity's id if several tables of one kind may have the same ids; else null.</param>
/// <param name="Id">Paths of the id's parts, all required; empty: the record's own id.</param>
/// <param name="IsOwner">False if it only adds fields to an entity of another table; removing the record then keeps the entity.</param>
internal sealed record EventRule(
    EventKind Kind,
    string? Prefix,
    ImmutableArray<string> Id,
    AccountRule Account,
    FieldRule? Time,
    ImmutableArray<Condition> Conditions,
    bool IsOwner,
    ImmutableArray<FieldRule> Fields);

/// <summary>How an account key is built.</summary>
internal enum AccountForm
{
    /// <summary>The record does not mention an account.</summary>
    Unplaced,

    /// <summary>The records belong to no account.</summary>
    None,

    /// <summary>The record is the account.</summary>
    Itself,
    Crm,
    Customer,
    Territory,
    Name,
}

/// <param name="Paths">The first path with a value is used.</param>
/// <param name="Territory">Paths of the territory that qualifies a name.</param>
internal sealed record AccountRule(AccountForm Form, ImmutableArray<string> Paths, ImmutableArray<string> Territory)
{
    public static AccountRule Of(AccountForm form) => new(form, [], []);
}

/// <summary>Requires one of these values; <c>*</c> is any value, null is missing.</summary>
/// <param name="IsNegated">Requires none of them.</param>
internal sealed record Condition(string Path, ImmutableArray<string?> Values, bool IsNegated);

/// <summary>How one of our fields is filled.</summary>
/// <param name="From">The first path with a value is used, or all of them with <paramref name="Join"/>.</param>
/// <param name="Join">The separator between the values of several paths.</param>
/// <param name="Constant">The value, if there is no path.</param>
/// <param name="Values">Translates the sender's values; <c>*</c> matches all others; null is missing.</param>
/// <param name="Format"><c>unix_ms</c>, <c>unix_s</c>, <c>dotnet_date</c> or a .NET date format.</param>
/// <param name="Factor">Numbers are multiplied by it.</param>
/// <param name="Default">Replaces a missing value.</param>
internal sealed record FieldRule(
    string Target,
    FieldKind Kind,
    ImmutableArray<string> From,
    string? Join,
    string? Constant,
    FrozenDictionary<string, string?> Values,
    string? Format,
    decimal? Factor,
    bool IsPercent,
    string? Default)
{
    /// <summary>
    /// True if the values of a whole column decide whether it holds ratios: it does if none is above 1. A record that comes
    /// alone holds percentages.
    /// </summary>
    public bool IsPercentByColumn { get; init; }
}

internal enum CheckKind { NotNull, Unique, Accepted, References }

/// <summary>A check of a table's rows.</summary>
/// <param name="IsWarning">A row that fails is taken, counted and listed; otherwise it is refused.</param>
/// <param name="Values">For <see cref="CheckKind.Accepted"/>.</param>
/// <param name="Table">For <see cref="CheckKind.References"/>: with <paramref name="Column"/>, where the value must exist.</param>
internal sealed record RowCheck(CheckKind Kind, string Field, bool IsWarning, FrozenSet<string> Values, string Table, string Column);
