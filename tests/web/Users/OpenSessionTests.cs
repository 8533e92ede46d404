using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneLead.Rules;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Users;

namespace OneLead.Web.Tests.Users;

/// <summary>The open sessions of people: listed, ended one by one, and all at once.</summary>
public sealed class OpenSessionTests : IAsyncLifetime
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    private const string Edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";

    private readonly ServerFixture _server = new();
    private JsonElement _kim;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.AddUserAsync("admin", Role.Administrator);
        _kim = await _server.AddUserAsync("kim", Role.SalesExecutive);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_person_sees_the_own_sessions_with_browser_and_address()
    {
        using var here = await SignInAsync("kim", Firefox);
        using var there = await SignInAsync("kim", Edge);
        using var other = await SignInAsync("admin", Edge);
        var sessions = await UntilListedAsync(here, 2);

        Assert.Equal(
            [("Firefox on Linux", "127.0.0.1", true), ("Edge on Windows", "127.0.0.1", false)],
            sessions.Select(static s => (
                s.GetProperty("browser").GetString(), s.GetProperty("address").GetString(), s.GetProperty("current").GetBoolean())));
        var now = TimeProvider.System.GetUtcNow();
        Assert.All(sessions, s => Assert.InRange(s.GetProperty("signedInAt").GetDateTimeOffset(), now.AddMinutes(-1), now));
        Assert.All(sessions, s => Assert.InRange(s.GetProperty("usedAt").GetDateTimeOffset(), now.AddMinutes(-1), now.AddSeconds(1)));
    }

    [Fact]
    public async Task A_session_is_listed_from_its_sign_in_on()
    {
        using var idle = _server.Browser();
        idle.DefaultRequestHeaders.UserAgent.ParseAdd(Edge);
        Assert.Equal(200, (await idle.SignInAsync("kim")).Status);
        using var here = await SignInAsync("kim", Firefox);
        Assert.Contains(
            await UntilListedAsync(here, 2), static s => s.GetProperty("browser").GetString() == "Edge on Windows");
    }

    [Fact]
    public async Task One_session_is_ended_and_the_others_go_on()
    {
        using var here = await SignInAsync("kim", Firefox);
        using var there = await SignInAsync("kim", Edge);
        using var third = await SignInAsync("kim", "curl/8");
        var sessions = await UntilListedAsync(here, 3);
        var ended = sessions.Single(static s => s.GetProperty("browser").GetString() == "Edge on Windows").GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync($"/api/v1/sessions/{ended}")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await third.GetAsync("/api/v1/leads")).StatusCode);
        Assert.DoesNotContain(ended, (await ListAsync(here)).Select(static s => s.GetProperty("id").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await here.DeleteAsync($"/api/v1/sessions/{ended}")).StatusCode);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        using var kim = await SignInAsync("kim", Firefox);
        using var admin = await SignInAsync("admin", Firefox);
        var kims = (await UntilListedAsync(kim, 1))[0].GetProperty("id").GetString();
        var refused = await admin.DeleteAsync($"/api/v1/sessions/{kims}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await kim.GetAsync("/api/v1/leads")).StatusCode);
    }

    [Fact]
    public async Task All_other_sessions_are_ended_at_once_and_this_one_goes_on()
    {
        using var here = await SignInAsync("kim", Firefox);
        using var there = await SignInAsync("kim", Edge);
        using var other = await SignInAsync("admin", Edge);

        Assert.Equal(200, (await TestUsers.ReadAsync(here, await here.DeleteAsync("/api/v1/sessions"))).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/api/v1/leads")).StatusCode);
        // Also with a new token.
        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task An_administrator_ends_all_sessions_of_a_user()
    {
        using var here = await SignInAsync("kim", Firefox);
        using var there = await SignInAsync("kim", Edge);
        using var shell = _server.Shell();
        var id = _kim.GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.NoContent, (await shell.DeleteAsync($"/api/v1/users/{id}/sessions")).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await here.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(200, (await here.SignInAsync("kim")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await shell.DeleteAsync("/api/v1/users/nobody/sessions")).StatusCode);
    }

    [Fact]
    public async Task What_is_noted_of_a_removed_user_is_forgotten()
    {
        using var here = await SignInAsync("kim", Firefox);
        await UntilListedAsync(here, 1);
        var (states, key) = (_server.Services.GetRequiredService<IStateStore>(), $"default/{_kim.GetProperty("id").GetString()}");
        await ServerFixture.UntilAsync(async () => await states.ReadAsync("sessions", key) is not null);
        using var shell = _server.Shell();
        await shell.DeleteAsync($"/api/v1/users/{_kim.GetProperty("id").GetString()}");
        Assert.Null(await states.ReadAsync("sessions", key));
    }

    [Fact]
    public async Task A_use_is_noted_every_few_minutes_on_each_node_and_an_idle_session_is_not_listed()
    {
        var states = _server.Services.GetRequiredService<IStateStore>();
        var clock = new FakeTimeProvider(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
        var (a, b) = (Node(), Node());
        var user = new User { Id = "u9", Name = "u9", DisplayName = "U", Role = Role.Analyst, Stamp = "s" };
        Caller Session(string id) =>
            user.Caller("default", TerritoryTree.Empty) with { Session = new(id, clock.GetUtcNow(), Firefox, null, false) };
        var (first, second) = (Session("1"), Session("2"));
        await Task.WhenAll(a.NoteAsync(first), b.NoteAsync(second), a.NoteAsync(second));
        Assert.Equal(["1", "2"], await IdsAsync());
        var noted = await TagAsync();

        clock.Advance(OpenSessions.Interval - TimeSpan.FromSeconds(1));
        await a.NoteAsync(first);
        Assert.Equal(noted, await TagAsync());
        clock.Advance(TimeSpan.FromSeconds(1));
        await a.NoteAsync(first);
        Assert.NotEqual(noted, await TagAsync());
        Assert.Equal(clock.GetUtcNow(), (await b.OfAsync("default", user, CancellationToken.None))[0].UsedAt);

        clock.Advance(AccessSetup.IdleSession - OpenSessions.Interval);
        Assert.Equal(["1"], await IdsAsync());
        user.Stamp = "another";
        Assert.Empty(await IdsAsync());

        OpenSessions Node() => new(states, clock, NullLogger<OpenSessions>.Instance);
        async Task<string?> TagAsync() => await states.ReadTagAsync("sessions", "default/u9");
        async Task<IEnumerable<string>> IdsAsync() => (await b.OfAsync("default", user, CancellationToken.None)).Select(s => s.Id).Order();
    }

    [Theory]
    [InlineData(Firefox, "Firefox on Linux")]
    [InlineData(Edge, "Edge on Windows")]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1",
        "Safari on iPhone")]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
        "Chrome on Android")]
    [InlineData("curl/8.5.0", null)]
    [InlineData("", null)]
    public void A_browser_is_named_in_words(string agent, string? name) => Assert.Equal(name, BrowserName.Of(agent));

    private async Task<HttpClient> SignInAsync(string name, string agent)
    {
        var browser = _server.Browser();
        browser.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        Assert.Equal(200, (await browser.SignInAsync(name)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/leads")).StatusCode);
        return browser;
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient browser) =>
        [.. (await browser.GetFromJsonAsync<JsonElement>("/api/v1/sessions")).GetProperty("items").EnumerateArray()];

    // Uses are noted behind the answers.
    private static async Task<List<JsonElement>> UntilListedAsync(HttpClient browser, int count)
    {
        List<JsonElement> sessions = [];
        await ServerFixture.UntilAsync(async () => (sessions = await ListAsync(browser)).Count == count);
        return sessions;
    }
}
