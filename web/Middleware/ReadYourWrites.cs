using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Middleware;

/// <summary>Has a request that names a journal row wait until this node shows it, also if another node appended it.</summary>
internal static class ReadYourWrites
{
    public const string Cookie = "onelead-after";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    // A dashboard shows its own commands at once. Later than this every node has them.
    private static readonly TimeSpan CookieAge = TimeSpan.FromSeconds(10);

    public static void UseReadYourWrites(this WebApplication app)
    {
        var (ingest, live) = (app.Services.GetRequiredService<IIngest>(), app.Services.GetRequiredService<LiveModel>());
        app.Use(async (context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments("/api/v1")
                || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            {
                await next(context);
                return;
            }
            var header = context.Request.Headers[SequenceHeaders.After].ToString();
            if (header.Length > 0 && Parse(header) is null)
            {
                await Refusal.BadRequest.Problem(
                    $"{SequenceHeaders.After} must be a row of the journal, as {SequenceHeaders.Sequence} names it.").ExecuteAsync(context);
                return;
            }
            // A dashboard gets an older state rather than none.
            if ((Parse(header) ?? Parse(context.Request.Cookies[Cookie])) is not { } sequence
                || await ShowsAsync(ingest, live, sequence, context.RequestAborted) || header.Length == 0)
            {
                await next(context);
                return;
            }
            await Refusal.NotShown.Problem($"Row {sequence} is not shown here yet.", context.Response, TimeSpan.FromSeconds(1))
                .ExecuteAsync(context);
        });
    }

    /// <summary>Answers a command of the dashboard, whose next requests then wait for it.</summary>
    public static void RememberSequence(this HttpContext context, long sequence)
    {
        context.Response.WriteSequence(sequence);
        // Sent by browsers only.
        if (sequence > 0 && context.Request.Headers["Sec-Fetch-Site"] == "same-origin")
            context.Response.Cookies.Append(Cookie, sequence.ToString(CultureInfo.InvariantCulture), new CookieOptions
            {
                MaxAge = CookieAge, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/api/v1", Secure = context.Request.IsHttps,
            });
    }

    private static long? Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : null;

    private static async Task<bool> ShowsAsync(IIngest ingest, LiveModel live, long sequence, CancellationToken aborted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(LongestWait);
        try
        {
            await ingest.WaitUntilAppliedThroughAsync(Keys.DefaultTenant, sequence, limit.Token);
            await live.WhenLoadedAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
