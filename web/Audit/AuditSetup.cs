using OneLead.Web.Access;

namespace OneLead.Web.Audit;

/// <summary>Audits what routes do, as they state with <see cref="AuditRoutes"/>.</summary>
internal static class AuditSetup
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<AuditLog>()
        .AddSingleton<AuditReader>();

    /// <summary>Lets handlers know who sends the request.</summary>
    public static void UseAuthors(this WebApplication app) => app.Use(static (http, next) =>
    {
        if (http.User is CallerPrincipal { Caller: var caller })
            http.SetAuthor(caller.AuthorAt(http.Connection.RemoteIpAddress));
        return next(http);
    });

    /// <summary>Appends the audit rows of a group's routes, after their handlers and before their answers.</summary>
    public static RouteGroupBuilder WithAudit(this RouteGroupBuilder routes) => routes.AddEndpointFilter(static async (context, next) =>
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<AuditedRoute>() is not { Action: { } action, Object: var kind }
            || !Succeeded(result) || http.Audit() is not { IsNothing: false } details)
            return result;
        await http.RequestServices.GetRequiredService<AuditLog>().AppendAsync(
            http, action, kind, details.Id ?? http.Request.RouteValues["id"] as string ?? "", details.Name, details.Before, details.After);
        return result;
    });

    private static bool Succeeded(object? result) => result switch
    {
        INestedHttpResult nested => Succeeded(nested.Result),
        IStatusCodeHttpResult { StatusCode: >= 400 } => false,
        _ => true,
    };
}
