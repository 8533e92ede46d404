namespace OneLead.Web.Access;

/// <summary>What the caller of a request or of a hub method sees.</summary>
internal static class CallerAccess
{
    private static readonly object Key = new();

    /// <summary>What the caller sees; nothing is left out while there are no users.</summary>
    public static Visibility Visibility(this HttpContext context) =>
        context.Items[Key] as Visibility ?? Access.Visibility.All;

    /// <summary>Notes what the caller sees, for the rest of the request.</summary>
    public static void SetVisibility(this HttpContext context, Visibility visibility) => context.Items[Key] = visibility;
}
