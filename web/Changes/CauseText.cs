using OneLead.Events;
using OneLead.Views;

namespace OneLead.Web.Changes;

/// <summary>Causes, for people.</summary>
internal static class CauseText
{
    public static CauseJson Json(ChangeCause cause) => new(Wire.Name(cause.Kind), cause.Entity, cause.Source, cause.Sequence, cause.At.ToUniversalTime(), Text(cause));

    private static string Text(ChangeCause cause) => cause.Kind switch
    {
        EventKind.DayBegun => "A day began",
        EventKind.RulesPublished => "Rules were published",
        EventKind.ProductLifecycle => "The lifecycle of products changed",
        EventKind.Retraction => "An import was taken back",
        EventKind.LeadStatus => "Somebody moved a lead",
        EventKind.LeadAssignment => "Somebody was given a lead",
        EventKind.Override => "Somebody worked on a lead",
        EventKind.Link => "Names were joined or parted",
        var kind => $"{char.ToUpperInvariant(Wire.Name(kind)[0])}{Wire.Name(kind)[1..].Replace('_', ' ')} {cause.Entity} changed at {cause.Source}",
    };
}
