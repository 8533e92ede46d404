using System.Text;
using OneLead.Events;

namespace OneLead.Web.Leads;

/// <summary>One command on a lead as a journal event: its kind and fields.</summary>
internal readonly record struct LeadAction(EventKind Kind, EventData Data)
{
    public static LeadAction Status(LeadStatus status, string? reason, string? opportunityId, string? note, string? by) => new(
        EventKind.LeadStatus,
        Fields(("status", Wire.Name(status)), ("reason", reason), ("opportunityId", opportunityId), ("note", note), ("by", by)));

    public static LeadAction Assign(string? assignee, string? by) =>
        new(EventKind.LeadAssignment, Fields(("by", by)).With("assignee", TextOrNull(assignee)));

    public static LeadAction Snooze(DateOnly? until, string? by) =>
        Override(LeadOverrides.SnoozedUntil, until is { } day ? FieldValue.Of(day) : FieldValue.Null, by);

    /// <summary>The day of a snooze; null for other commands and to end one.</summary>
    public DateOnly? SnoozedUntil => Data["field"].Text == LeadOverrides.SnoozedUntil ? Data["value"].AsDate() : null;

    public static LeadAction Note(string? note, string? by) => Override(LeadOverrides.Note, TextOrNull(note), by);

    public static LeadAction Undo(string? by) => Override(LeadOverrides.Undo, FieldValue.Null, by);

    /// <summary>All that the command does, as a text: equal commands have equal texts.</summary>
    public override string ToString() => $"{Wire.Name(Kind)} {Encoding.UTF8.GetString(Data.ToJson())}";

    private static LeadAction Override(string field, FieldValue value, string? by) =>
        new(EventKind.Override, Fields(("field", field), ("by", by)).With("value", value));

    private static FieldValue TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? FieldValue.Null : FieldValue.Of(text.Trim());

    private static EventData Fields(params (string Name, string? Value)[] fields) =>
        EventData.Of(
            fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => new EventField(f.Name, FieldValue.Of(f.Value!.Trim()))));
}
