using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Storage;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>Answers refusals, framework statuses and failures as RFC 9457 problems; details of failures stay in the process.</summary>
internal static class Problems
{
    public static IServiceCollection AddProblems(this IServiceCollection services) => services
        .AddProblemDetails()
        .AddExceptionHandler<ProblemHandler>();

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(context => ProblemOf(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
    }

    // The framework's own answer is a plain text if the request accepts no JSON.
    private static ProblemHttpResult ProblemOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => Refusal.BadRequest.Problem("A parameter, a header or the body is not valid for this address."),
        StatusCodes.Status404NotFound => Refusal.NotFound.Problem("There is no such address."),
        StatusCodes.Status413PayloadTooLarge => Refusal.TooLarge.Problem("The body is larger than this address accepts."),
        StatusCodes.Status415UnsupportedMediaType => Refusal.UnsupportedMedia.Problem("The body must be application/json."),
        _ => TypedResults.Problem(statusCode: status),
    };
}

/// <summary>Answers expected exceptions with their problem; all others become a 500 without details.</summary>
internal sealed class ProblemHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        (Refusal? refusal, string detail, TimeSpan? retryAfter) = exception switch
        {
            RefusedException e => (e.Refusal, e.Message, null),
            IngestOverloadedException e => (Refusal.Overloaded, e.Message, e.RetryAfter),
            JournalUnavailableException =>
                (Refusal.Unavailable, "Nothing was stored; the request can be repeated.", TimeSpan.FromSeconds(5)),
            StoreOwnedException or JournalFencedException => (
                Refusal.Unavailable, "Another process has taken over the store. Nothing was stored; send the request to it.",
                TimeSpan.FromSeconds(5)),
            OrleansMessageRejectionException => (
                Refusal.Unavailable,
                "A node of the cluster was lost, and the request may be stored. Repeat it with the same ids or Idempotency-Key.",
                TimeSpan.FromSeconds(5)),
            StaleDecisionException => (
                Refusal.Unavailable, "Accounts were linked while this was decided. Nothing was stored; the request can be repeated.",
                TimeSpan.FromSeconds(1)),
            CorruptJournalException or CorruptSnapshotsException => (Refusal.Unavailable, exception.Message, null),
            ModelNotReadyException e => (Refusal.Starting, e.Message, TimeSpan.FromSeconds(1)),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (Refusal.TooLarge, "The body is larger than this address accepts.", null),
            BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
                (Refusal.UnsupportedMedia, "The body must be application/json.", null),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
                (Refusal.TooSlow, "The body came too slowly. Nothing was stored.", null),
            BadHttpRequestException => (Refusal.BadRequest, "A parameter or the body is not valid for this address.", null),
            _ => ((Refusal?)null, "", (TimeSpan?)null),
        };
        if (refusal is null)
            return false;
        var problem = retryAfter is { } delay
            ? refusal.Value.Problem(detail, httpContext.Response, delay)
            : refusal.Value.Problem(detail);
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
