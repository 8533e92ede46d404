using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using OneLead.Storage;
using OneLead.Web.Access;

namespace OneLead.Web.Users;

/// <summary>A session as it is stored.</summary>
/// <param name="Stamp">That of the user when the session began. A session with another one has ended.</param>
/// <param name="UsedAt">Up to <see cref="OpenSessions.Interval"/> older than the last use.</param>
internal sealed record OpenSession(
    string Id, string Stamp, DateTimeOffset Since, DateTimeOffset UsedAt, string? Browser, string? Address);

/// <summary>
/// The sessions of each user, to be listed. Whether a session is valid is decided by its cookie and the current state of the user. Uses
/// are noted a few minutes apart, so that requests seldom write.
/// </summary>
internal sealed partial class OpenSessions(IStateStore states, TimeProvider clock, ILogger<OpenSessions> log)
{
    /// <summary>A use is noted if the last noted one is at least this old.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private const string State = "sessions";

    // Whoever makes more does not see the oldest. They end with the others, and by themselves.
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _noted = new(StringComparer.Ordinal);
    private long _swept;

    /// <summary>Notes a use. Nobody waits for it: a store that does not answer delays no request.</summary>
    public Task NoteAsync(Caller caller) => caller.Session is { } session && IsDue(session.Id, clock.GetUtcNow())
        ? StoreAsync(caller, session)
        : Task.CompletedTask;

    /// <summary>The open sessions of a user, the last used first.</summary>
    public async Task<IReadOnlyList<OpenSession>> OfAsync(string tenant, User user, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. Read(await states.ReadAsync(State, Key(tenant, user.Id), cancellation))
                .Where(s => IsOpen(s, user.Stamp, now) && user.EndedSessions.All(e => e.Id != s.Id))
                .OrderByDescending(static s => s.UsedAt),
        ];
    }

    /// <summary>Forgets the sessions of a user who is removed.</summary>
    public async Task ForgetAsync(string tenant, string user, CancellationToken cancellation)
    {
        while (await states.ReadAsync(State, Key(tenant, user), cancellation) is { } stored
            && !await states.ClearAsync(State, Key(tenant, user), stored.ETag, cancellation))
        {
            // Another node has noted a use meanwhile.
        }
    }

    // Of several requests at once, one notes.
    private bool IsDue(string id, DateTimeOffset now)
    {
        Sweep(now);
        return _noted.TryGetValue(id, out var at) ? now - at >= Interval && _noted.TryUpdate(id, now, at) : _noted.TryAdd(id, now);
    }

    private void Sweep(DateTimeOffset now)
    {
        var swept = Volatile.Read(ref _swept);
        if (now.UtcTicks - swept < Interval.Ticks || Interlocked.CompareExchange(ref _swept, now.UtcTicks, swept) != swept)
            return;
        foreach (var old in _noted.Where(n => now - n.Value >= AccessSetup.IdleSession).ToList())
            _noted.TryRemove(old);
    }

    private async Task StoreAsync(Caller caller, CallerSession session)
    {
        try
        {
            var (now, key) = (clock.GetUtcNow(), Key(caller.Tenant, caller.Id));
            while (true)
            {
                var stored = await states.ReadAsync(State, key);
                IEnumerable<OpenSession> sessions =
                [
                    new(session.Id, caller.Stamp, session.Since, now, BrowserName.Of(session.Agent), session.Address),
                    .. Read(stored).Where(s => s.Id != session.Id && IsOpen(s, caller.Stamp, now)),
                ];
                var bytes = JsonSerializer.SerializeToUtf8Bytes(
                    sessions.OrderByDescending(static s => s.UsedAt).Take(Most), JsonSerializerOptions.Web);
                if (await states.WriteAsync(State, key, bytes, stored?.ETag) is not null)
                    return;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotNoted(e);
        }
    }

    private static bool IsOpen(OpenSession session, string stamp, DateTimeOffset now) => session.Stamp == stamp
        && now - session.Since < AccessSetup.LongestSession && now - session.UsedAt < AccessSetup.IdleSession;

    private static ImmutableArray<OpenSession> Read(StoredState? stored) =>
        stored is { Bytes: var bytes } ? JsonSerializer.Deserialize<ImmutableArray<OpenSession>>(bytes, JsonSerializerOptions.Web) : [];

    private static string Key(string tenant, string user) => $"{tenant}/{user}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "The use of a session could not be noted; its list is out of date")]
    private partial void LogNotNoted(Exception e);
}
