using OneLead.Events;
using OneLead.Sources.Values;

namespace OneLead.Sources.Mapping;

/// <summary>The kind of change that a source reports of an object.</summary>
public enum RecordChange
{
    /// <summary>The whole object; it replaces anything missed before.</summary>
    Full,

    /// <summary>Some of its fields. An absent field is unchanged, not null.</summary>
    Partial,

    /// <summary>The object was removed.</summary>
    Removed,

    /// <summary>It changed, and the source does not say how. Its data are stale until a <see cref="Full"/> record arrives.</summary>
    Gap,

    /// <summary>It was merged into another object, whose id is in <see cref="SourceRecord.MergedInto"/>.</summary>
    Merged,

    /// <summary>A merge was undone.</summary>
    Unmerged,
}

/// <summary>
/// One object or row of a source, verified and decoded but not mapped. All formats, files and tables are converted to records
/// before a mapping turns them into change events.
/// </summary>
/// <param name="Source">The configured name of the source: <c>hubspot</c>, <c>crm-eu</c>, <c>csv</c>.</param>
/// <param name="Entity">The sender's name of the object or table: <c>deal</c>, <c>Opportunity</c>, <c>support_tickets</c>.</param>
/// <param name="Id">The sender's id of the object; empty if the mapping takes it from the fields.</param>
/// <param name="OccurredAt">The sender's time of the change.</param>
/// <param name="SourceId">The sender's id of this change, equal in repeated deliveries.</param>
/// <param name="Fields">
/// The fields as sent, flattened: nested fields are prefixed (<c>owner.id</c>), arrays are raw JSON, cleared fields are null,
/// fields not mentioned are absent.
/// </param>
public sealed record SourceRecord(
    string Source, string Entity, string Id, RecordChange Change, DateTimeOffset OccurredAt, string SourceId, EventData Fields)
{
    /// <summary>
    /// How texts write numbers. Programs write 1234.50; the rows of a file are written by people, too, so their columns decide.
    /// </summary>
    public DecimalMark Decimal { get; init; } = DecimalMark.Point;

    /// <summary>The field with the id of the merge target.</summary>
    public const string MergedInto = "_mergedInto";

    /// <summary>The field with the reason of a <see cref="RecordChange.Gap"/>, in a sentence.</summary>
    public const string GapReason = "_gapReason";
}
