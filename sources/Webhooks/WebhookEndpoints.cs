using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Sources.Admission;
using OneLead.Sources.Configuration;
using OneLead.Sources.Http;

namespace OneLead.Sources.Webhooks;

/// <summary>What became of a delivery.</summary>
/// <param name="Accepted">Events that were new.</param>
/// <param name="Repeated">Events that were known already.</param>
/// <param name="DeadLetters">Objects that could not be mapped and are kept until somebody corrects and replays them.</param>
public sealed record WebhookAnswerJson(int Accepted, int Repeated, int DeadLetters);

/// <summary>Deliveries of webhooks; answered after the commit, so that what was answered with 2xx need never be sent again.</summary>
internal static class WebhookEndpoints
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services.AddSingleton<WebhookMetrics>().AddSingleton<WebhookProcessor>();

    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks/{source}").WithTags("Webhooks");
        webhooks.MapPost("", Take).WithSummary("Takes a delivery of a configured source: signed or with a key, as its format has it")
            .Accepts<System.Text.Json.JsonElement>("application/json", "application/cloudevents+json", "application/cloudevents-batch+json")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);
        webhooks.MapMethods("", [HttpMethods.Options], Handshake).WithSummary("Allows a CloudEvents sender to deliver, or does not").ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<Results<Ok<WebhookAnswerJson>, ProblemHttpResult>> Take(
        string source, HttpRequest request, SourceList sources, AdmissionControl gate, WebhookProcessor intake, WebhookMetrics metrics, IOptions<SourcesOptions> options, TimeProvider clock)
    {
        if (!sources.IsReadable)
            return Refusal.Unavailable.Problem("The sources cannot be read; the server's log says why.");
        if (sources.Find(source) is not { } known)
            return Refusal.NotFound.Problem($"There is no source '{source}'.");
        if (!known.Format.Takes(request.ContentType))
            return metrics.Refused(known, "unsupported_media", Refusal.UnsupportedMedia.Problem($"Deliveries of {known.Format.Name} are JSON."));
        using var received = await gate.Receive(request, options.Value.MaxWebhookBytes);
        if (received.Refused is { } refused)
            return metrics.Refused(known, "overloaded", refused);
        var delivery = new WebhookRequest(request.Method, $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}", request.QueryString.Value ?? "", request.Headers, received.Body);
        var now = clock.GetUtcNow();
        var verdict = known.Format.Verify(delivery, known, now);
        // Which of the proofs failed would help a forger alone; the metric says it to us.
        if (verdict != Verdict.Genuine)
            return metrics.Refused(known, Wire.Name(verdict), Refusal.Unproven.Problem("The delivery carries no valid signature or key of this source."));
        var decoded = known.Format.Decode(delivery, known.Name, now);
        if (decoded.Malformed is { } malformed)
            return metrics.Refused(known, "malformed", Refusal.BadRequest.Problem(malformed));
        var answer = await intake.Take(known, decoded, now, request.HttpContext.RequestAborted);
        return answer.Malformed is { } reason ? metrics.Refused(known, "malformed", Refusal.BadRequest.Problem(reason)) : TypedResults.Ok(answer.Answer!);
    }

    private static Results<Ok, ProblemHttpResult> Handshake(string source, HttpContext http, SourceList sources)
    {
        if (sources.Find(source) is not { Format.HasHandshake: true } known)
            return Refusal.NotFound.Problem($"There is no source '{source}' that asks before it delivers.");
        var origin = http.Request.Headers["WebHook-Request-Origin"].ToString();
        if (origin.Length == 0 || !known.AllowedOrigins.Any(o => o == "*" || o.Equals(origin, StringComparison.OrdinalIgnoreCase)))
            return Refusal.ForeignOrigin.Problem("This origin may not deliver here: add it to the source's allowedOrigins.");
        http.Response.Headers["WebHook-Allowed-Origin"] = origin;
        http.Response.Headers["WebHook-Allowed-Rate"] = known.Rate?.ToString(CultureInfo.InvariantCulture) ?? "*";
        http.Response.Headers.Allow = "OPTIONS, POST";
        return TypedResults.Ok();
    }
}
