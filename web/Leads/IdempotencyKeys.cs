using System.Security.Cryptography;
using System.Text;
using OneLead.Storage;

namespace OneLead.Web.Leads;

/// <summary>
/// Gives commands their identity. A repeat with the same Idempotency-Key header is not applied again; another request with the
/// same key is refused.
/// </summary>
internal sealed class IdempotencyKeys(IStateStore states)
{
    private const string Header = "Idempotency-Key", State = "idempotency-keys";
    private const int MaxLength = 200;

    /// <summary>The identity of a request: its key with its route; a random one without the header.</summary>
    /// <param name="route">The address in its canonical spelling, because addresses ignore case.</param>
    /// <param name="content">All of the request that decides what it does.</param>
    /// <exception cref="RefusedException">The key is too long, or belongs to another request.</exception>
    public async Task<string> ClaimAsync(HttpRequest request, string route, string content, CancellationToken cancellation)
    {
        if (!request.Headers.TryGetValue(Header, out var given))
            return "once:" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (given is not [{ Length: > 0 and <= MaxLength } key])
            throw new RefusedException(Refusal.BadRequest, $"'{Header}' must be one text of 1 to {MaxLength} characters.");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{route}\n{content}"));
        if (await states.WriteAsync(State, key, hash, null, cancellation) is null
            && await states.ReadAsync(State, key, cancellation) is { } first && !hash.AsSpan().SequenceEqual(first.Bytes))
            throw new RefusedException(Refusal.Invalid, $"'{Header}' was used before, with another request. Send a new key.");
        return $"key:{route}:{key}";
    }
}
