using System.Security.Cryptography;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Access;

namespace OneLead.Web.Audit;

/// <summary>
/// Appends audit rows: what was done that leaves no event. A row is appended after the change and before the answer, so that nothing is
/// reported as done that is not recorded.
/// </summary>
internal sealed partial class AuditLog(IIngest ingest, TimeProvider clock, ILogger<AuditLog> log)
{
    // Bounds what people who are refused, and those who look at one page again and again, add to the journal.
    private static readonly TimeSpan RefusalsTogether = TimeSpan.FromMinutes(10), ViewsTogether = TimeSpan.FromHours(1);
    private const int MostRefusalsAtOnce = 30;

    private readonly RepeatFilter _refusals = new(RefusalsTogether, MostRefusalsAtOnce),
        _locks = new(RefusalsTogether, MostRefusalsAtOnce), _views = new(ViewsTogether, int.MaxValue);

    /// <summary>Appends an audit row.</summary>
    /// <exception cref="RefusedException">It could not be appended. What it is about may have been done.</exception>
    public async ValueTask AppendAsync(
        HttpContext http, AuditAction action, string kind, string id, string? name, EventData before, EventData after)
    {
        try
        {
            await AppendAsync(AuditRows.Of(
                AuthorOf(http), action, kind, Shortened(id)!, Shortened(name), before, after, NewId(), clock.GetUtcNow()));
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalFencedException or OrleansMessageRejectionException)
        {
            LogNotAppended(action, e);
            throw new RefusedException(
                Refusal.Unavailable, "It could not be recorded in the journal, and may have been done. Look, and repeat it if it was not.");
        }
    }

    /// <summary>Notes a refused sign-in. Repeats of the same name from the same address within ten minutes are counted
    /// in one row.</summary>
    /// <param name="user">The name's user; null if there is none. What else was typed is not kept, since it may be a password.</param>
    public async ValueTask RefuseSignInAsync(HttpContext http, (string Id, string Name)? user, bool isLocked)
    {
        var (key, now) = ($"{user?.Id} {AccessSetup.NetworkOf(http.Connection.RemoteIpAddress)}", clock.GetUtcNow());
        try
        {
            if (_refusals.Next(key, now) is { } repeats)
                await AppendAsync(AuditRows.Of(
                    AuthorOf(http), AuditAction.SignInRefused, "user", user?.Id ?? "", user?.Name, EventData.Empty,
                    repeats == 0 ? EventData.Empty : EventData.Of(("repeatsBefore", FieldValue.Of(repeats))), NewId(), now));
            if (isLocked && user is { } locked && _locks.Next(locked.Id, now) is not null)
                await AppendAsync(AuditRows.Of(
                    AuthorOf(http), AuditAction.NameLocked, "user", locked.Id, locked.Name,
                        EventData.Empty, EventData.Empty, NewId(), now));
        }
        catch (Exception e) when (e is JournalUnavailableException or JournalFencedException or OrleansMessageRejectionException)
        {
            // The sign-in is refused in any case.
            LogNotAppended(AuditAction.SignInRefused, e);
        }
    }

    /// <summary>Notes that a person or program was shown sensitive fields: once for each object and hour.</summary>
    /// <exception cref="RefusedException">It could not be recorded, so nothing may be shown.</exception>
    public async ValueTask ViewAsync(HttpContext http, string kind, string id, string? name)
    {
        var caller = http.Caller();
        var key = $"{caller.Id} {kind}:{id}";
        if (caller.Kind == CallerKind.Anybody || !caller.Visibility.SeesSensitive || _views.Next(key, clock.GetUtcNow()) is null)
            return;
        try
        {
            await AppendAsync(http, AuditAction.SensitiveViewed, kind, id, name, EventData.Empty, EventData.Empty);
        }
        catch
        {
            _views.Forget(key);
            throw;
        }
    }

    private async ValueTask AppendAsync(ChangeEvent row) => await ingest.AppendAuditAsync(Keys.DefaultTenant, row);

    private static Author AuthorOf(HttpContext http) => http.User is CallerPrincipal { Caller: var caller }
        ? caller.AuthorAt(http.Connection.RemoteIpAddress)
        : new(AuthorKind.Anybody, "anybody", null, http.Connection.RemoteIpAddress?.ToString());

    private static string? Shortened(string? text) => text is { Length: > 400 } ? text[..400] : text;

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit row of {Action} could not be appended")]
    private partial void LogNotAppended(AuditAction action, Exception error);
}
