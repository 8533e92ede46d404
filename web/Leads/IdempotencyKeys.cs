using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OneLead.Storage;
using OneLead.Web.Access;

namespace OneLead.Web.Leads;

/// <summary>
/// Gives commands their identity. A repeat with the same Idempotency-Key header is not applied again, at whichever node it arrives;
/// another request with the same key is refused. Keys are kept for a day.
/// </summary>
internal sealed class IdempotencyKeys(IStateStore states, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private const string Header = "Idempotency-Key", State = "command-keys";

    // Of versions that kept keys for good: the hash alone.
    private const string FormerState = "idempotency-keys";

    private const int MaxLength = 200;

    private static readonly TimeSpan ClearInterval = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private long _cleared;

    /// <summary>The identity of a request: its key with its route; a random one without the header.</summary>
    /// <param name="route">The address in its canonical spelling, because addresses ignore case.</param>
    /// <param name="content">All of the request that decides what it does.</param>
    /// <exception cref="RefusedException">The key is too long, or belongs to another request.</exception>
    public async Task<string> ClaimAsync(HttpContext http, string route, string content, CancellationToken cancellation)
    {
        if (!http.Request.Headers.TryGetValue(Header, out var given))
            return "once:" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (given is not [{ Length: > 0 and <= MaxLength } stated])
            throw new RefusedException(Refusal.BadRequest, $"'{Header}' must be one text of 1 to {MaxLength} characters.");
        // Each caller has keys of their own.
        var key = http.Caller() is { Kind: not CallerKind.Anybody, Id: var caller } ? $"{caller}:{stated}" : stated;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\n{content}"));
        if (await states.ReadAsync(FormerState, key, cancellation) is { } former)
            return hash.AsSpan().SequenceEqual(former.Bytes) ? $"key:{route}:{key}" : throw UsedBefore();
        await ClearOldAsync(cancellation);
        return $"key:{route}:{key}:{await ClaimAsync(key, hash, cancellation):x}";
    }

    // Returns the time at which the key was used first.
    private async Task<long> ClaimAsync(string key, byte[] hash, CancellationToken cancellation)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            var first = await states.ReadAsync(State, key, cancellation);
            if (first is { Bytes: var known } && TimeOf(known) >= (now - Kept).UtcTicks)
                return hash.AsSpan().SequenceEqual(known.AsSpan(sizeof(long))) ? TimeOf(known) : throw UsedBefore();
            // Null if a request with the same key came first, at this node or another one.
            if (await states.WriteAsync(State, key, [.. Prefix(now), .. hash], first?.ETag, cancellation) is not null)
                return now.UtcTicks;
        }
    }

    private async Task ClearOldAsync(CancellationToken cancellation)
    {
        var (now, cleared) = (clock.GetUtcNow(), Volatile.Read(ref _cleared));
        if (now.UtcTicks - cleared < ClearInterval.Ticks || Interlocked.CompareExchange(ref _cleared, now.UtcTicks, cleared) != cleared)
            return;
        await states.ClearBeforeAsync(State, Prefix(now - Kept), cancellation);
        // Nodes of a former version may have used them until this one was started.
        if (now - _started >= Kept)
            await states.ClearBeforeAsync(FormerState, [.. Enumerable.Repeat(byte.MaxValue, SHA256.HashSizeInBytes + 1)], cancellation);
    }

    // Times sort as their bytes do.
    private static byte[] Prefix(DateTimeOffset time)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.UtcTicks);
        return bytes;
    }

    private static long TimeOf(byte[] stored) => BinaryPrimitives.ReadInt64BigEndian(stored);

    private static RefusedException UsedBefore() =>
        new(Refusal.Invalid, $"'{Header}' was used before, with another request. Send a new key.");
}
