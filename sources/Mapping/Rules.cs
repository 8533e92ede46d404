using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>What becomes of records of a table that the mapping does not name.</summary>
internal enum OtherTables { Refuse, Raw, Ignore }

/// <summary>A table with what its records become.</summary>
/// <param name="Name">As the mapping spells it.</param>
/// <param name="Named">Fields that some rule reads or drops: all others are kept under their sender's name.</param>
/// <param name="Dropped">Beginnings (<c>hs_*</c>) and ends (<c>*.LogicalName</c>) of fields that are dropped.</param>
internal sealed record TableMap(string Name, ImmutableArray<EventRule> Rules, ImmutableArray<RowCheck> Checks, FrozenSet<string> Named, ImmutableArray<string> Dropped)
{
    /// <summary>Whether an entity, its id without the source, is one that this table names and not one to which it only adds.</summary>
    public bool Owns(EventKind kind, string entity) =>
        Rules.Where(r => r.Kind == kind && (r.Prefix is null || entity.StartsWith(Keys.Part(r.Prefix) + ":", StringComparison.Ordinal))).MaxBy(r => r.Prefix?.Length ?? 0) is { IsOwner: true };

    /// <summary>Whether some rule reads or drops a field.</summary>
    public bool Names(string field) => Named.Contains(field) || Dropped.Any(d => d[0] == '*' ? field.EndsWith(d[1..], StringComparison.Ordinal) : field.StartsWith(d[..^1], StringComparison.Ordinal));
}

/// <summary>How a record becomes one event.</summary>
/// <param name="Prefix">Stands before the entity's id, where ids of several tables of one kind may be the same; null: nothing.</param>
/// <param name="Id">Paths of the id, all needed; empty: the record's own.</param>
/// <param name="IsOwner">False: it adds fields to an entity that another table owns, so that entity stays when its record goes.</param>
internal sealed record EventRule(
    EventKind Kind, string? Prefix, ImmutableArray<string> Id, AccountRule Account, FieldRule? Time, ImmutableArray<Condition> Conditions, bool IsOwner, ImmutableArray<FieldRule> Fields);

/// <summary>How an account key is built.</summary>
internal enum AccountForm
{
    /// <summary>The record says nothing about it.</summary>
    Unplaced,

    /// <summary>The table is about no account.</summary>
    None,

    /// <summary>The record is the account.</summary>
    Itself,
    Crm,
    Customer,
    Territory,
    Name,
}

/// <param name="Paths">The first with a value counts.</param>
/// <param name="Territory">Paths of a name's territory.</param>
internal sealed record AccountRule(AccountForm Form, ImmutableArray<string> Paths, ImmutableArray<string> Territory)
{
    public static AccountRule Of(AccountForm form) => new(form, [], []);
}

/// <summary>A field's value must be one of these; <c>*</c> is any value, null none.</summary>
/// <param name="IsNegated">It must not.</param>
internal sealed record Condition(string Path, ImmutableArray<string?> Values, bool IsNegated);

/// <summary>How one of our fields is filled.</summary>
/// <param name="From">The first path with a value counts, or all of them when <paramref name="Join"/> is given.</param>
/// <param name="Join">What stands between the values of several paths.</param>
/// <param name="Constant">The value when there is no path.</param>
/// <param name="Values">The sender's values and ours; <c>*</c> for all others; null: none.</param>
/// <param name="Format"><c>unix_ms</c>, <c>unix_s</c>, <c>dotnet_date</c> or a .NET date format.</param>
/// <param name="Factor">A number is multiplied by it.</param>
/// <param name="Default">Stands for a missing value.</param>
internal sealed record FieldRule(
    string Target, FieldKind Kind, ImmutableArray<string> From, string? Join, string? Constant, FrozenDictionary<string, string?> Values, string? Format, decimal? Factor, bool IsPercent, string? Default);

internal enum CheckKind { NotNull, Unique, Accepted, References }

/// <summary>A check of a table's rows.</summary>
/// <param name="IsWarning">A row that does not pass is taken, counted and listed.</param>
/// <param name="Values">Of <see cref="CheckKind.Accepted"/>.</param>
/// <param name="Table">Of <see cref="CheckKind.References"/>, with <paramref name="Column"/>: where the value must stand.</param>
internal sealed record RowCheck(CheckKind Kind, string Field, bool IsWarning, FrozenSet<string> Values, string Table, string Column);
