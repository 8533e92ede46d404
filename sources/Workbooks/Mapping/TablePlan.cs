using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>A column that a kind of sheet usually has.</summary>
/// <param name="Field">The field that it fills; <see cref="TablePlan.Id"/> for an id that is no field.</param>
/// <param name="Headers">How it may be headed; compared by <see cref="Mapping.Headers.Normalize"/>.</param>
internal sealed record PlannedColumn(string Field, bool Required, ImmutableArray<string> Headers);

/// <summary>Where a row goes.</summary>
/// <param name="RowKey">What names the row within its sheet, in the alphabet of keys.</param>
/// <param name="Missing">The field without which the row goes nowhere; null when all is there.</param>
internal readonly record struct Target(string Account, string Entity, string RowKey, string? Missing = null, string? Reason = null)
{
    public static Target Refused(string field, string reason) => new("", "", "", field, reason);
}

/// <summary>How a table with one header row and one entity a row becomes events.</summary>
/// <param name="Names">What such sheets are called.</param>
/// <param name="TargetOf">From the id (null when missing) and the fields to the row's place.</param>
/// <param name="RepeatsAreOthers">Whether a second row with the same id is another entity.</param>
internal sealed record TablePlan(
    EventKind Kind, ImmutableArray<string> Names, ImmutableArray<PlannedColumn> Columns, Func<string?, EventData, Target> TargetOf, bool RepeatsAreOthers = false)
{
    /// <summary>The field name of an id that is the entity and not a field of its own.</summary>
    public const string Id = "(id)";

    public IEnumerable<PlannedColumn> Required => Columns.Where(c => c.Required);
}
