using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Sources.Admission;
using OneLead.Sources.Cdc;
using OneLead.Sources.Configuration;
using OneLead.Sources.Http;

namespace OneLead.Sources.Webhooks;

/// <summary>The result of a delivery.</summary>
/// <param name="Accepted">Events that were new.</param>
/// <param name="Repeated">Events that were already known.</param>
/// <param name="DeadLetters">Objects that could not be mapped; they are kept until somebody corrects and replays them.</param>
/// <param name="FutureTimes">Events with a time in the future; they count as of their receipt.</param>
public sealed record WebhookAnswerJson(int Accepted, int Repeated, int DeadLetters, int FutureTimes);

/// <summary>/webhooks/{source}: takes deliveries. The answer 2xx comes after the commit, so the sender need not repeat.</summary>
internal static class WebhookEndpoints
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services) => services
        .AddSingleton<WebhookMetrics>()
        .AddSingleton<WebhookProcessor>();

    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var webhooks = api.MapGroup("/webhooks/{source}").WithTags("Webhooks").AllowAnonymous();
        webhooks.MapPost("", DeliverAsync).LeavesEvents()
            .WithSummary("Takes a delivery of a configured source, with its signature or API key")
            .Accepts<JsonElement>("application/json", "application/cloudevents+json", "application/cloudevents-batch+json")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415)
            .ProducesProblem(429).ProducesProblem(503);
        webhooks.MapMethods("", [HttpMethods.Options], Handshake)
            .WithSummary("Answers the CloudEvents handshake")
            .ProducesProblem(403).ProducesProblem(404);
    }

    private static async Task<Results<Ok<WebhookAnswerJson>, ProblemHttpResult>> DeliverAsync(
        string source,
        HttpRequest request,
        SourceList sources,
        AdmissionControl admission,
        WebhookProcessor processor,
        WebhookMetrics metrics,
        IOptions<SourcesOptions> options,
        TimeProvider clock)
    {
        if (!sources.IsReadable)
            return Refusal.Unavailable.Problem("sources.yaml is invalid. See the server's log.");
        if (sources.Find(source) is not { } known)
        {
            return sources.Unusable.Any(u => u.Name == source && u.Format != PostgresSource.Format)
                ? Unusable(source, request.HttpContext.Response)
                : Refusal.NotFound.Problem($"There is no source '{source}'.");
        }
        if (!known.Format.Accepts(request.ContentType))
            return Refuse("unsupported_media", Refusal.UnsupportedMedia.Problem($"Deliveries of {known.Format.Name} must be JSON."));
        using var admitted = await admission.AdmitAsync(request, options.Value.MaxWebhookBytes);
        if (admitted.Refused is { } refused)
            return Refuse("overloaded", refused);
        var url = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}";
        var delivery = new WebhookRequest(request.Method, url, request.QueryString.Value ?? "", request.Headers, admitted.Body);
        var now = clock.GetUtcNow();
        var verified = known.Format.Verify(delivery, known, now);
        // Another node may have the secret, so the sender should not take the delivery for refused.
        if (verified != VerificationResult.Valid && known.Problem is not null)
            return Refuse("unavailable", Unusable(source, request.HttpContext.Response));
        // The answer does not say which check failed, because that would help a forger. The metric does.
        if (verified != VerificationResult.Valid)
            return Refuse(Wire.Name(verified),
                Refusal.Unauthorized.Problem("The delivery has no valid signature or API key of this source."));
        // The signature covers the bytes as sent.
        var (body, undecoded) = BodyText.Decode(admitted.Body, request.Headers, options.Value.MaxWebhookBytes);
        if (undecoded is not null)
            return Refuse(undecoded.StatusCode == StatusCodes.Status415UnsupportedMediaType ? "unsupported_media" : "malformed", undecoded);
        var decoded = known.Format.Decode(delivery with { Body = body }, known.Name, now);
        if (decoded.Malformed is { } malformed)
            return Refuse("malformed", Refusal.BadRequest.Problem(malformed));
        var last = new LastRow();
        var (answer, error) = await processor.ProcessAsync(known, decoded, now, last, request.HttpContext.RequestAborted);
        request.HttpContext.Response.WriteSequence(last.Sequence);
        return error is null ? TypedResults.Ok(answer!) : Refuse("malformed", Refusal.BadRequest.Problem(error));

        ProblemHttpResult Refuse(string outcome, ProblemHttpResult problem) => metrics.Refuse(known, outcome, problem);
    }

    private static ProblemHttpResult Unusable(string source, HttpResponse response) => Refusal.Unavailable.Problem(
        $"This node cannot verify this delivery of '{source}'. GET /sources says what it lacks. Send it again later.", response,
        TimeSpan.FromSeconds(30));

    private static Results<Ok, ProblemHttpResult> Handshake(string source, HttpContext http, SourceList sources)
    {
        if (sources.Find(source) is not { Format.HasHandshake: true } known)
            return Refusal.NotFound.Problem($"There is no source '{source}' with a handshake.");
        var origin = http.Request.Headers["WebHook-Request-Origin"].ToString();
        if (origin.Length == 0 || !known.AllowedOrigins.Any(o => o == "*" || o.Equals(origin, StringComparison.OrdinalIgnoreCase)))
            return Refusal.ForeignOrigin.Problem("This origin may not deliver. Add it to the source's allowedOrigins.");
        http.Response.Headers["WebHook-Allowed-Origin"] = origin;
        http.Response.Headers["WebHook-Allowed-Rate"] = known.Rate?.ToString(CultureInfo.InvariantCulture) ?? "*";
        http.Response.Headers.Allow = "OPTIONS, POST";
        return TypedResults.Ok();
    }
}
