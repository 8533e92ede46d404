using OneLead.Events;
using OneLead.Rules;

namespace OneLead.Matching;

/// <summary>Decisions as journal rows.</summary>
internal static class LinkEvents
{
    public const string Source = "reconciliation";

    /// <param name="accountName">The display name of the linked account if it changes; else null.</param>
    /// <param name="by">The person who linked by hand; else null.</param>
    /// <param name="decidedBy">The person or source whose merge or unmerge this carries out; else null.</param>
    public static ChangeEvent Of(
        Assignment decision, string previous, string? accountName, string? by, string sourceId, DateTimeOffset at, string? decidedBy = null)
    {
        var fields = new List<EventField>
        {
            new("to", FieldValue.Of(decision.To)), new("rule", FieldValue.Of(decision.Rule)), new("previous", FieldValue.Of(previous)),
        };
        Add("name", decision.Name);
        Add("matched", decision.Matched);
        Add("accountName", accountName);
        Add("by", by);
        Add("decidedBy", decidedBy);
        if (decision.Similarity is { } similarity)
            fields.Add(new("similarity", FieldValue.Of(similarity)));
        return new ChangeEvent(Keys.Links, EventKind.Link, decision.Key, EventSchema.Version, Source, sourceId, at, EventData.Of(fields));

        void Add(string name, string? text)
        {
            if (text is not null)
                fields.Add(new(name, FieldValue.Of(text)));
        }
    }
}
