namespace OneLead.Web.Access;

/// <summary>Who the caller of a request is, and what they see.</summary>
internal static class CallerAccess
{
    /// <exception cref="InvalidOperationException">The request was not authenticated. Its route lacks a permission.</exception>
    public static Caller Caller(this HttpContext context) => (context.User as CallerPrincipal)?.Caller
        ?? throw new InvalidOperationException($"{context.Request.Path} needs a permission.");

    /// <summary>The name that steps are recorded under: the caller's own, or the stated one while there are no users.</summary>
    public static string? AuthorName(this HttpContext context, string? stated) =>
        context.Caller() is { Kind: not CallerKind.Anybody } caller ? caller.Name : stated;

    public static Visibility Visibility(this HttpContext context) => context.Caller().Visibility;
}
