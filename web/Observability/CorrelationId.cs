using System.Diagnostics;

namespace OneLead.Web.Observability;

/// <summary>Puts a caller's X-Correlation-Id into the log scope and the trace of its request, and returns it.</summary>
internal static class CorrelationId
{
    private const string Header = "X-Correlation-Id";
    private const int MaxLength = 128;

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("CorrelationId:{CorrelationId}");

    public static void UseCorrelationId(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(CorrelationId));
        app.Use(async (context, next) =>
        {
            if (Read(context.Request) is not { } id)
            {
                await next(context);
                return;
            }
            context.Response.Headers[Header] = id;
            Activity.Current?.SetTag("onelead.correlation_id", id);
            using (Scope(log, id))
                await next(context);
        });
    }

    // Bounded and plain, because it is copied into logs and a response header.
    private static string? Read(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 and <= MaxLength } id
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/')
            ? id
            : null;
}
