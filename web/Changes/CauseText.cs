using OneLead.Events;
using OneLead.Views;

namespace OneLead.Web.Changes;

/// <summary>Causes of changes as text.</summary>
internal static class CauseText
{
    public static CauseJson Json(ChangeCause cause) =>
        new(Wire.Name(cause.Kind), cause.Entity, cause.Source, cause.Sequence, cause.At.ToUniversalTime(), Text(cause));

    private static string Text(ChangeCause cause) => cause.Kind switch
    {
        EventKind.DayBegun => "A day began",
        EventKind.RulesPublished => "Rules were published",
        EventKind.ProductLifecycle => "A product lifecycle changed",
        EventKind.Retraction => "An import was undone",
        EventKind.LeadStatus => "A lead's status was set",
        EventKind.LeadAssignment => "A lead was assigned",
        EventKind.Override => "A lead was edited",
        EventKind.Link => "Accounts were linked or separated",
        var kind => $"{Capitalized(Wire.Name(kind))} {cause.Entity} changed at {cause.Source}",
    };

    private static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
