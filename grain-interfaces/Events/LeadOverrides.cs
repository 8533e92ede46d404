namespace OneLead.Events;

/// <summary>What an override of a lead sets: the values of its field <c>field</c>.</summary>
public static class LeadOverrides
{
    public const string SnoozedUntil = "snoozedUntil", Note = "note", Undo = "undo";
}
