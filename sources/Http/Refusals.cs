using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Views;

namespace OneLead.Sources.Http;

/// <summary>Why a request is refused.</summary>
public enum Refusal
{
    BadRequest,
    BadCursor,
    Unauthorized,
    SignInRequired,
    SignInRefused,
    CodeRequired,
    NotAllowed,
    SecondFactorRequired,
    NotFound,
    Conflict,
    PreconditionFailed,
    PreconditionRequired,
    TooLarge,
    UnsupportedMedia,
    TooSlow,
    Invalid,
    ForeignOrigin,
    Overloaded,
    Unavailable,
    Starting,
    Stopping,
    NotShown,
}

/// <summary>Maps refusals to HTTP statuses and RFC 9457 problems. No other place does.</summary>
public static class Refusals
{
    private const string TypeBase = "https://onelead.dev/problems/";

    public static int Status(this Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => StatusCodes.Status400BadRequest,
        Refusal.BadCursor => StatusCodes.Status400BadRequest,
        Refusal.Unauthorized or Refusal.SignInRequired or Refusal.SignInRefused or Refusal.CodeRequired =>
            StatusCodes.Status401Unauthorized,
        Refusal.NotAllowed or Refusal.SecondFactorRequired => StatusCodes.Status403Forbidden,
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.Conflict => StatusCodes.Status409Conflict,
        Refusal.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        Refusal.PreconditionRequired => StatusCodes.Status428PreconditionRequired,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.UnsupportedMedia => StatusCodes.Status415UnsupportedMediaType,
        Refusal.TooSlow => StatusCodes.Status408RequestTimeout,
        Refusal.Invalid => StatusCodes.Status422UnprocessableEntity,
        Refusal.ForeignOrigin => StatusCodes.Status403Forbidden,
        Refusal.Overloaded => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static string Title(this Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => "Invalid request",
        Refusal.BadCursor => "Invalid cursor",
        Refusal.Unauthorized => "Invalid signature or API key",
        Refusal.SignInRequired => "Sign-in required",
        Refusal.SignInRefused => "Sign-in refused",
        Refusal.CodeRequired => "Code required",
        Refusal.NotAllowed => "Not allowed",
        Refusal.SecondFactorRequired => "Second factor required",
        Refusal.NotFound => "Not found",
        Refusal.Conflict => "Not possible in the current state",
        Refusal.PreconditionFailed => "Changed since it was read",
        Refusal.PreconditionRequired => "If-Match is missing",
        Refusal.TooLarge => "Too large",
        Refusal.UnsupportedMedia => "Unsupported content type",
        Refusal.TooSlow => "Sent too slowly",
        Refusal.Invalid => "Invalid content",
        Refusal.ForeignOrigin => "Origin not allowed",
        Refusal.Overloaded => "Overloaded",
        Refusal.Starting => "OneLead is starting",
        Refusal.Stopping => "OneLead is stopping",
        Refusal.NotShown => "Not shown here yet",
        _ => "The store is not available",
    };

    public static Refusal Of(CommandOutcome outcome) => outcome switch
    {
        CommandOutcome.NotFound => Refusal.NotFound,
        CommandOutcome.VersionMismatch => Refusal.PreconditionFailed,
        CommandOutcome.NotAllowed => Refusal.Conflict,
        _ => Refusal.Invalid,
    };

    /// <summary>The refusal as a problem.</summary>
    /// <param name="more">Extension members.</param>
    public static ProblemHttpResult Problem(this Refusal refusal, string detail, params (string Name, object? Value)[] more) =>
        TypedResults.Problem(
        detail,
        statusCode: refusal.Status(),
        title: refusal.Title(),
        type: TypeBase + JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.ToString()),
        extensions: more.Select(m => KeyValuePair.Create(m.Name, m.Value)));

    /// <summary>The refusal as a problem of a response that says when to try again.</summary>
    public static ProblemHttpResult Problem(this Refusal refusal, string detail, HttpResponse response, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return refusal.Problem(detail);
    }
}

/// <summary>Thrown where a request is refused below its endpoint.</summary>
public sealed class RefusedException(Refusal refusal, string detail) : Exception(detail)
{
    public Refusal Refusal => refusal;
}
