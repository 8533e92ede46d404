using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Views;

namespace OneLead.Web.Api;

/// <summary>Why a request is refused.</summary>
internal enum Refusal
{
    BadRequest, BadCursor, Unproven, NotFound, Conflict, PreconditionFailed, PreconditionRequired, TooLarge, UnsupportedMedia, Invalid,
    ForeignOrigin, Overloaded, Unavailable, Starting,
}

/// <summary>Maps refusals to HTTP statuses and RFC 9457 problems.</summary>
internal static class Refusals
{
    private const string TypeBase = "https://onelead.dev/problems/";

    public static int Status(this Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => StatusCodes.Status400BadRequest,
        Refusal.BadCursor => StatusCodes.Status400BadRequest,
        Refusal.Unproven => StatusCodes.Status401Unauthorized,
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.Conflict => StatusCodes.Status409Conflict,
        Refusal.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        Refusal.PreconditionRequired => StatusCodes.Status428PreconditionRequired,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.UnsupportedMedia => StatusCodes.Status415UnsupportedMediaType,
        Refusal.Invalid => StatusCodes.Status422UnprocessableEntity,
        Refusal.ForeignOrigin => StatusCodes.Status403Forbidden,
        Refusal.Overloaded => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static string Title(this Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => "Bad request",
        Refusal.BadCursor => "Invalid cursor",
        Refusal.Unproven => "Invalid signature or API key",
        Refusal.NotFound => "Not found",
        Refusal.Conflict => "Conflict with the current state",
        Refusal.PreconditionFailed => "Changed since it was read",
        Refusal.PreconditionRequired => "If-Match is missing",
        Refusal.TooLarge => "Too large",
        Refusal.UnsupportedMedia => "The content type is not supported",
        Refusal.Invalid => "The content is not valid",
        Refusal.ForeignOrigin => "The origin is not allowed",
        Refusal.Overloaded => "Overloaded",
        Refusal.Starting => "OneLead is starting",
        _ => "The store cannot be written at the moment",
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
        detail, statusCode: refusal.Status(), title: refusal.Title(),
        type: TypeBase + System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(refusal.ToString()),
        extensions: more.Select(m => KeyValuePair.Create(m.Name, m.Value)));
}

/// <summary>Refuses a request from code that does not answer it itself.</summary>
internal sealed class RefusedException(Refusal refusal, string detail) : Exception(detail)
{
    public Refusal Refusal => refusal;
}
