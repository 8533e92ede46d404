using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Web.Access;
using OneLead.Web.Users;

namespace OneLead.Web.Tests.Users;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Without_users_everything_works_and_the_session_says_so()
    {
        var session = await _server.GetAsync("/api/v1/session");
        Assert.False(session.GetProperty("hasUsers").GetBoolean());
        Assert.Equal(JsonValueKind.Null, session.GetProperty("user").ValueKind);
        Assert.Equal(HttpStatusCode.OK, (await _server.Http.GetAsync("/api/v1/leads")).StatusCode);
        // Users and keys that anybody adds would stay when the first administrator locks the others out.
        Assert.Equal(HttpStatusCode.Forbidden, (await _server.Http.GetAsync("/api/v1/users")).StatusCode);
        Assert.Equal(403, (await PostAsync(_server.Http, "keys", new { name = "k", role = "analyst" })).Status);
        using var shell = _server.Shell();
        Assert.Equal(409, (await PostAsync(shell, "users", new { name = "kim", role = "analyst" })).Status);
    }

    [Fact]
    public async Task The_first_link_makes_an_administrator_once_and_closes_the_installation()
    {
        var token = _server.Services.GetRequiredService<FirstUserLink>().Url("http://x").Split('#')[1];
        using var browser = _server.Browser();
        Assert.Equal(401, (await PostAsync(browser, "session/first-user", First("wrong"))).Status);
        Assert.Equal(422, (await PostAsync(browser, "session/first-user", First(token, "short"))).Status);

        var (status, session) = await PostAsync(browser, "session/first-user", First(token));

        Assert.Equal(200, status);
        Assert.Equal("administrator", session.GetProperty("user").GetProperty("role").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _server.Http.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(401, (await PostAsync(browser, "session/first-user", First(token))).Status);

        static object First(string token, string password = TestUsers.Password) => new { token, name = "ada@example.com", password };
    }

    [Fact]
    public async Task A_session_lasts_over_a_restart_and_ends_when_it_is_signed_out()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        var cookies = new CookieContainer();
        using (var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = _server.Address })
            Assert.Equal(200, (await browser.SignInAsync("ADMIN")).Status);
        await _server.RestartAsync();
        using var again = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = _server.Address };
        var (_, session) = await TestUsers.ReadAsync(again, await again.GetAsync("/api/v1/session"));
        Assert.Equal("admin", session.GetProperty("user").GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await again.DeleteAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await again.GetAsync("/api/v1/leads")).StatusCode);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("https", true)]
    public async Task The_cookie_is_secure_when_the_proxy_speaks_https(string? scheme, bool isSecure)
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = _server.Address };
        if (scheme is not null)
        {
            browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
            browser.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        }
        using var answer = await browser.PostAsJsonAsync("/api/v1/session", new { name = "admin", password = TestUsers.Password });
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(static c => c.StartsWith("onelead-session", StringComparison.Ordinal));
        Assert.Equal(isSecure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_browser_that_changes_something_must_prove_that_the_page_is_ours()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var browser = _server.Browser();
        await browser.SignInAsync("admin");
        browser.DefaultRequestHeaders.Remove(AccessSetup.AntiforgeryHeader);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.DeleteAsync("/api/v1/session")).StatusCode);
        await TestUsers.ReadAsync(browser, await browser.GetAsync("/api/v1/session"));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_name_and_a_new_link_opens_it()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var admin = _server.Shell();
        var kim = await admin.AddUserAsync("kim", Role.Analyst);
        using var browser = _server.Browser();
        for (var i = 0; i < Passwords.MaxFailures; i++)
            Assert.Equal(401, (await browser.SignInAsync("kim", "wrong")).Status);
        Assert.Equal(401, (await browser.SignInAsync("kim")).Status);
        Assert.Equal("locked", (await StateOf(admin, "kim")));

        var link = await PostAsync(admin, $"users/{kim.GetProperty("id").GetString()}/link", new { });
        var token = link.Body.GetProperty("link").GetString()!.Split('#')[1];
        Assert.Equal(401, (await browser.SignInAsync("kim")).Status);
        Assert.Equal(422, (await PostAsync(browser, "session/link", new { token, password = "kim-kim-kim-kim" })).Status);
        Assert.Equal(200, (await PostAsync(browser, "session/link", new { token, password = TestUsers.Password + "2" })).Status);
        Assert.Equal(401, (await PostAsync(browser, "session/link", new { token, password = TestUsers.Password })).Status);
        Assert.Equal(200, (await browser.SignInAsync("kim", TestUsers.Password + "2")).Status);
        Assert.Equal("active", await StateOf(admin, "kim"));
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_each_code_counts_once()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var browser = _server.Browser();
        await browser.SignInAsync("admin");
        Assert.Equal(422, (await PostAsync(browser, "session/second-factor", new { current = "wrong" })).Status);
        var secret = (await PostAsync(browser, "session/second-factor", new { current = TestUsers.Password })).Body;
        Assert.StartsWith("otpauth://totp/OneLead:admin?secret=", secret.GetProperty("uri").GetString(), StringComparison.Ordinal);
        using var users = _server.Services.GetRequiredService<Passwords>().Of(Keys.DefaultTenant);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await browser.PutAsJsonAsync("/api/v1/session/second-factor", new { code = "000000" })).StatusCode);
        var code = await CodeAsync(users);
        var (status, codes) = await TestUsers.ReadAsync(
            browser, await browser.PutAsJsonAsync("/api/v1/session/second-factor", new { code }));
        Assert.Equal(200, status);
        Assert.Equal(10, codes.GetProperty("codes").GetArrayLength());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/leads")).StatusCode);

        using var another = _server.Browser();
        var (refused, problem) = await another.SignInAsync("admin");
        Assert.Equal((401, "https://onelead.dev/problems/code-required"), (refused, problem.GetProperty("type").GetString()));
        Assert.Equal(401, (await another.SignInAsync("admin", code: code)).Status);
        var recovery = codes.GetProperty("codes")[0].GetString();
        Assert.Equal(200, (await another.SignInAsync("admin", code: recovery)).Status);
        Assert.Equal(401, (await another.SignInAsync("admin", code: recovery)).Status);

        static async Task<string> CodeAsync(UserManager<User> users)
        {
            var user = await users.FindByNameAsync("admin");
            return Totp.Code(user!.TotpKey!, TimeProvider.System.GetUtcNow());
        }
    }

    [Fact]
    public async Task Parallel_failures_all_count_and_a_stolen_session_cannot_guess_either()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var shell = _server.Shell();
        await shell.AddUserAsync("kim", Role.Analyst);
        using var stolen = _server.Browser();
        await stolen.SignInAsync("kim");
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var browser = _server.Browser();
            Assert.Equal(401, (await browser.SignInAsync("kim", "wrong")).Status);
        }));
        using var own = _server.Browser();
        Assert.Equal(401, (await own.SignInAsync("kim")).Status);
        object change = new { current = TestUsers.Password, password = "Another-Lantern-43" };
        Assert.Equal(422, (await PostAsync(stolen, "session/password", change)).Status);
    }

    [Fact]
    public async Task A_copied_cookie_ends_with_its_session()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = _server.Address };
        await browser.SignInAsync("admin");
        using var copy = new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = _server.Address, DefaultRequestHeaders = { { "Cookie", cookies.GetCookieHeader(_server.Address) } },
        };
        using var elsewhere = _server.Browser();
        await elsewhere.SignInAsync("admin");
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/api/v1/leads")).StatusCode);
        await browser.DeleteAsync("/api/v1/session");
        Assert.Equal(HttpStatusCode.Unauthorized, (await copy.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.GetAsync("/api/v1/leads")).StatusCode);
    }

    [Fact]
    public async Task The_first_link_makes_one_administrator_however_often_it_is_used_at_once()
    {
        var token = _server.Services.GetRequiredService<FirstUserLink>().Url("http://x").Split('#')[1];
        var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            using var browser = _server.Browser();
            return (await PostAsync(browser, "session/first-user", new { token, name = $"ada{i}", password = TestUsers.Password })).Status;
        }));
        Assert.Single(statuses, 200);
    }

    [Fact]
    public async Task A_session_says_what_its_person_sees_and_what_each_role_is()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var shell = _server.Shell();
        Assert.Empty((await _server.GetAsync("/api/v1/session")).GetProperty("roles").EnumerateArray());
        foreach (var role in Enum.GetValues<Role>())
        {
            var name = $"a.{Wire.Name(role)}";
            await shell.AddUserAsync(name, role);
            using var browser = _server.Browser();
            var session = (await browser.SignInAsync(name)).Body;
            var user = session.GetProperty("user");
            Assert.True(user.GetProperty("hasPassword").GetBoolean());
            Assert.Equal(
                role == Role.ServiceConsultant
                    ? ["account", "item", "service_credit", "contract", "product_lifecycle", "service_offer", "service"]
                    : null,
                Texts(user.GetProperty("visibleKinds")));
            var own = Assert.Single(
                session.GetProperty("roles").EnumerateArray(), r => r.GetProperty("role").GetString() == Wire.Name(role));
            Assert.Equal(
                Texts(user.GetProperty("permissions")),
                own.GetProperty("permissions").EnumerateArray().Select(static p => p.GetProperty("name").GetString()).Order());
            Assert.Equal(
                user.GetProperty("seesSensitive").GetBoolean(),
                !own.GetProperty("sees").GetString()!.Contains("masked", StringComparison.Ordinal));
            Assert.Equal(
                user.GetProperty("seesAllAccounts").GetBoolean(),
                !own.GetProperty("sees").GetString()!.StartsWith("Sees only", StringComparison.Ordinal));
        }

        static IEnumerable<string?>? Texts(JsonElement texts) =>
            texts.ValueKind == JsonValueKind.Null ? null : texts.EnumerateArray().Select(static t => t.GetString());
    }

    [Fact]
    public async Task A_secret_is_not_compressed_and_not_cached()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var shell = _server.Shell();
        shell.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, br");
        using var answer = await shell.PostAsJsonAsync("/api/v1/keys", new { name = "k", role = "analyst" });
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Changes_at_once_all_hold()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var shell = _server.Shell();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            (await shell.AddUserAsync($"kim{i}", Role.Analyst)).GetProperty("id").GetString()));
        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(ids.Select(id => shell.PutAsJsonAsync($"/api/v1/users/{id}", new { disabled = round % 2 == 0 })));
            var states = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/users")).GetProperty("items").EnumerateArray()
                .Where(static u => u.GetProperty("name").GetString() != "admin").Select(static u => u.GetProperty("state").GetString());
            Assert.All(states, s => Assert.Equal(round % 2 == 0 ? "disabled" : "active", s));
        }
    }

    [Fact]
    public async Task Whatever_changes_a_user_ends_their_sessions_at_once()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var admin = _server.Shell();
        var id = (await admin.AddUserAsync("kim", Role.Analyst)).GetProperty("id").GetString();
        using var browser = _server.Browser();
        foreach (var change in (object[])[new { role = "sales_executive" }, new { disabled = true }])
        {
            await browser.SignInAsync("kim");
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/leads")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await admin.PutAsJsonAsync($"/api/v1/users/{id}", change)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/leads")).StatusCode);
        }
        Assert.Equal(401, (await browser.SignInAsync("kim")).Status);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var id = (await _server.AddUserAsync("admin", Role.Administrator)).GetProperty("id").GetString();
        using var shell = _server.Shell();
        Assert.Equal(HttpStatusCode.Conflict, (await shell.DeleteAsync($"/api/v1/users/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await shell.PutAsJsonAsync($"/api/v1/users/{id}", new { disabled = true })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await shell.PutAsJsonAsync($"/api/v1/users/{id}", new { role = "analyst" })).StatusCode);
    }

    [Fact]
    public async Task A_key_is_valid_until_it_is_rotated_or_removed_and_only_for_its_scopes()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var shell = _server.Shell();
        var (id, secret) = await shell.AddKeyAsync("loader", Role.Administrator, ["read"]);
        using var key = _server.With(secret);
        Assert.Equal(HttpStatusCode.OK, (await key.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await key.GetAsync("/api/v1/users")).StatusCode);
        Assert.DoesNotContain(secret, await shell.GetStringAsync("/api/v1/keys"), StringComparison.Ordinal);
        using var rotated = _server.With((await PostAsync(shell, $"keys/{id}/rotate", new { })).Body.GetProperty("secret").GetString()!);
        Assert.Equal(HttpStatusCode.Unauthorized, (await key.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rotated.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await shell.DeleteAsync($"/api/v1/keys/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rotated.GetAsync("/api/v1/leads")).StatusCode);
    }

    [Fact]
    public async Task The_store_holds_no_password_and_no_key()
    {
        await _server.AddUserAsync("admin", Role.Administrator);
        using var shell = _server.Shell();
        var (_, secret) = await shell.AddKeyAsync("loader", Role.Analyst);
        foreach (var file in Directory.EnumerateFiles(_server.Data, "*", SearchOption.AllDirectories)
            .Where(static f => Path.GetExtension(f) is ".db" or ".db-wal"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new MemoryStream();
            await open.CopyToAsync(bytes);
            var text = System.Text.Encoding.Latin1.GetString(bytes.ToArray());
            Assert.DoesNotContain(TestUsers.Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private static async Task<(int Status, JsonElement Body)> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync($"/api/v1/{path}", body);
        return await TestUsers.ReadAsync(http, answer);
    }

    private static async Task<string?> StateOf(HttpClient admin, string name) =>
        (await admin.GetFromJsonAsync<JsonElement>("/api/v1/users")).GetProperty("items").EnumerateArray()
            .Single(u => u.GetProperty("name").GetString() == name).GetProperty("state").GetString();
}
