using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>A usual column of a kind of sheet.</summary>
/// <param name="Field">The field that it fills; <see cref="TablePlan.Id"/> for an id that is no field.</param>
/// <param name="Headers">Its possible headers, compared by <see cref="Mapping.Headers.Normalize"/>.</param>
internal sealed record PlannedColumn(string Field, bool Required, ImmutableArray<string> Headers);

/// <summary>The account and entity of a row.</summary>
/// <param name="RowKey">Identifies the row within its sheet, in the alphabet of keys.</param>
/// <param name="Missing">A missing field without which the row cannot be assigned; else null.</param>
internal readonly record struct Target(string Account, string Entity, string RowKey, string? Missing = null, string? Reason = null)
{
    public static Target Refused(string field, string reason) => new("", "", "", field, reason);
}

/// <summary>Describes a table with one header row and one entity per row.</summary>
/// <param name="Names">Usual names of such sheets.</param>
/// <param name="TargetOf">Finds the target from the id (null if missing) and the fields.</param>
/// <param name="RepeatsAreOthers">True if a second row with the same id is another entity.</param>
internal sealed record TablePlan(
    EventKind Kind, ImmutableArray<string> Names, ImmutableArray<PlannedColumn> Columns, Func<string?, EventData, Target> TargetOf,
    bool RepeatsAreOthers = false)
{
    /// <summary>The field name of an id that is the entity and not a field of its own.</summary>
    public const string Id = "(id)";

    public IEnumerable<PlannedColumn> Required => Columns.Where(c => c.Required);
}
