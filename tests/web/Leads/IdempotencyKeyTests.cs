using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneLead.Sources.Http;
using OneLead.Storage;
using OneLead.Web.Leads;
using OneLead.Web.Access;

namespace OneLead.Web.Tests.Leads;

/// <summary>Two nodes on one store are two instances on one store here.</summary>
[Collection(nameof(ServerCollection))]
public sealed class IdempotencyKeyTests(ServerFixture server)
{
    private const string Route = "/api/v1/leads/a/notes";

    private readonly FakeTimeProvider _clock = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    private IStateStore States => server.Services.GetRequiredService<IStateStore>();

    [Fact]
    public async Task A_repeat_at_another_node_has_the_identity_of_the_first_request()
    {
        var (a, b) = (new IdempotencyKeys(States, _clock), new IdempotencyKeys(States, _clock));
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ClaimAsync(i % 2 == 0 ? a : b, "node-1")));
        Assert.Single(claims.Distinct());

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(claims[0], await ClaimAsync(b, "node-1"));
        await Assert.ThrowsAsync<RefusedException>(() => ClaimAsync(b, "node-1", "another"));
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var keys = new IdempotencyKeys(States, _clock);
        var first = await ClaimAsync(keys, "day-1");
        await ClaimAsync(keys, "day-2");
        _clock.Advance(IdempotencyKeys.Kept + TimeSpan.FromSeconds(1));

        Assert.NotEqual(first, await ClaimAsync(keys, "day-1", "another"));
        Assert.NotNull(await States.ReadAsync("command-keys", "day-1"));
        Assert.Null(await States.ReadAsync("command-keys", "day-2"));
    }

    [Fact]
    public async Task A_key_of_a_former_version_keeps_its_identity_until_a_day_after_the_start()
    {
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Route}\ncontent"));
        await States.WriteAsync("idempotency-keys", "former-1", hash, null);
        var keys = new IdempotencyKeys(States, _clock);

        Assert.Equal($"key:{Route}:former-1", await ClaimAsync(keys, "former-1"));
        await Assert.ThrowsAsync<RefusedException>(() => ClaimAsync(keys, "former-1", "another"));
        _clock.Advance(IdempotencyKeys.Kept);
        await ClaimAsync(keys, "former-2");
        Assert.Null(await States.ReadAsync("idempotency-keys", "former-1"));
    }

    private static Task<string> ClaimAsync(IdempotencyKeys keys, string key, string content = "content")
    {
        var http = new DefaultHttpContext { User = Caller.Anybody.Principal() };
        http.Request.Headers["Idempotency-Key"] = key;
        return keys.ClaimAsync(http, Route, content, CancellationToken.None);
    }
}
