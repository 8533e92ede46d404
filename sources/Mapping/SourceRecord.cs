using OneLead.Events;

namespace OneLead.Sources.Mapping;

/// <summary>What a source says of one of its objects.</summary>
public enum RecordChange
{
    /// <summary>The whole object: what was missed before is known now.</summary>
    Full,

    /// <summary>Some of its fields. Absent is not null.</summary>
    Partial,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It changed, and the source does not say how: what we know of it is stale until a <see cref="Full"/> record comes.</summary>
    Gap,

    /// <summary>It was merged into another object of the same sort: the field <see cref="SourceRecord.MergedInto"/> holds that one's id.</summary>
    Merged,

    /// <summary>It was merged into another and is one of its own again.</summary>
    Unmerged,
}

/// <summary>
/// One object or row as a source sent it, decoded and verified but not mapped: what every format, file and table is
/// brought to before a mapping makes change events of it.
/// </summary>
/// <param name="Source">The configured name of the source: <c>hubspot</c>, <c>crm-eu</c>, <c>csv</c>.</param>
/// <param name="Entity">The sender's name of the object or table: <c>deal</c>, <c>Opportunity</c>, <c>support_tickets</c>.</param>
/// <param name="Id">The sender's id of the object; empty when the mapping must take it from the fields.</param>
/// <param name="OccurredAt">The sender's time of the change.</param>
/// <param name="SourceId">The sender's identity of this change: what arrives again has it again.</param>
/// <param name="Fields">
/// The fields as sent, flat: a nested object's fields carry its name and a dot (<c>owner.id</c>), arrays are raw JSON, a
/// field that the sender cleared is null, one that it did not mention is absent.
/// </param>
public sealed record SourceRecord(string Source, string Entity, string Id, RecordChange Change, DateTimeOffset OccurredAt, string SourceId, EventData Fields)
{
    /// <summary>The field that names the winner of a merge.</summary>
    public const string MergedInto = "_mergedInto";

    /// <summary>The field in which a <see cref="RecordChange.Gap"/> may say why its fields are not known, in a sentence.</summary>
    public const string GapReason = "_gapReason";
}
