using Microsoft.AspNetCore.Diagnostics;
using OneLead.Storage;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>RFC 9457 everywhere: refusals, framework statuses and failures, of which no detail leaves the process.</summary>
internal static class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddProblemDetails()
        .AddExceptionHandler<ProblemHandler>();

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }
}

/// <summary>Answers expected exceptions with their problem and others with a bare 500.</summary>
internal sealed class ProblemHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (Refusal? refusal, string detail, TimeSpan? retryAfter) = exception switch
        {
            RefusedException e => (e.Refusal, e.Message, null),
            IngestOverloadedException e => (Refusal.Overloaded, e.Message, e.RetryAfter),
            JournalUnavailableException => (Refusal.Unavailable, "Nothing was taken; the request can be repeated.", TimeSpan.FromSeconds(5)),
            ModelNotReadyException e => (Refusal.Starting, e.Message, TimeSpan.FromSeconds(1)),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (Refusal.TooLarge, "The body is larger than this address takes.", null),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => (Refusal.UnsupportedMedia, "The body must be application/json.", null),
            BadHttpRequestException => (Refusal.BadRequest, "A parameter or the body is not what this address takes.", null),
            _ => ((Refusal?)null, "", (TimeSpan?)null),
        };
        if (refusal is null)
            return false;
        if (retryAfter is { } delay)
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(delay.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await refusal.Value.Problem(detail).ExecuteAsync(httpContext);
        return true;
    }
}
