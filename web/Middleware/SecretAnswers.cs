namespace OneLead.Web.Middleware;

/// <summary>
/// Marks routes whose answers hold secrets: they are not kept by caches, and not compressed, so that no length tells anything.
/// </summary>
internal static class SecretAnswers
{
    private static readonly object Mark = new Marker();

    public static TBuilder HoldSecrets<TBuilder>(this TBuilder routes) where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata(Mark).AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers.CacheControl = "no-store";
            return next(context);
        });

    public static bool HoldsSecrets(this HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Marker>() is not null;

    private sealed class Marker;
}
