using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Sources.Http;
using OneLead.Storage;
using OneLead.Testing.Senders;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;
using OneLead.Web.Tests.Webhooks;
using OneLead.Web.Users;

namespace OneLead.Web.Tests.Audit;

/// <summary>Walks the route table: each route that can change something leaves a row with its author.</summary>
public sealed class AuditRouteTests : IAsyncLifetime
{
    // Rows of webhooks name their source.
    private const string Webhooks = "POST /api/v1/webhooks/{source}";

    private static readonly string[] ChangeNothing =
    [
        "POST /api/v1/assignment/hand-over/preview", "POST /api/v1/assignment/preview", "POST /api/v1/imports/preview",
        "POST /api/v1/verification",
    ];

    private readonly ServerFixture _server = new();
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Each_unsafe_route_says_what_it_leaves() => Assert.All(
        Routes(), r => Assert.True(r.Endpoint.Metadata.GetOrderedMetadata<AuditedRoute>() is [_], $"{r.Method} {r.Pattern}"));

    [Fact]
    public void Only_known_routes_leave_neither_an_event_nor_an_audit_row() => Assert.Equal(
        ChangeNothing,
        Routes().Where(static r => r.Endpoint.Metadata.GetMetadata<AuditedRoute>() is { Action: null, LeavesEvents: false })
            .Select(static r => $"{r.Method} {r.Pattern}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Each_unsafe_route_leaves_a_row_with_its_author()
    {
        var people = _server.Services.GetRequiredService<FirstUserLink>().Url("http://x").Split('#')[1];
        using var browser = _server.Browser();
        await DoAsync("POST /api/v1/session/first-user", AuthorKind.Person, async () => await KeptAsync(
            browser, await browser.PostAsJsonAsync(
                "/api/v1/session/first-user", new { token = people, name = "ada", password = TestUsers.Password })));
        await SessionsAsync();
        using var shell = _server.Shell();
        await UsersAsync(shell);
        await DoAsync("POST /api/v1/system/master-key", AuthorKind.Shell, () => shell.PostAsync("/api/v1/system/master-key", null));
        await DoAsync("POST /api/v1/tenants", AuthorKind.Shell, () => shell.PostAsJsonAsync("/api/v1/tenants", new { name = "acme" }));
        await DoAsync("DELETE /api/v1/tenants/{id}", AuthorKind.Shell, () => shell.DeleteAsync("/api/v1/tenants/acme"));
        await RecordsAsync(shell);
        await LettersAsync(shell);

        Assert.Equal(
            Routes().Select(static r => $"{r.Method} {r.Pattern}").Except([Webhooks, .. ChangeNothing]).Order(StringComparer.Ordinal),
            _done.Order(StringComparer.Ordinal));
    }

    private async Task SessionsAsync()
    {
        using var browser = _server.Browser();
        await DoAsync("POST /api/v1/session", AuthorKind.Person, async () => await KeptAsync(
            browser, await browser.PostAsJsonAsync("/api/v1/session", new { name = "ada", password = TestUsers.Password })));
        const string other = TestUsers.Password + "-2";
        await DoAsync("POST /api/v1/session/password", AuthorKind.Person,
            async () => await KeptAsync(browser, await browser.PostAsJsonAsync(
            "/api/v1/session/password", new { current = TestUsers.Password, password = other })));
        await DoAsync("POST /api/v1/session/second-factor", AuthorKind.Person, () => browser.PostAsJsonAsync(
            "/api/v1/session/second-factor", new { current = other }));
        using var users = _server.Services.GetRequiredService<Passwords>().Of(Keys.DefaultTenant);
        await DoAsync("PUT /api/v1/session/second-factor", AuthorKind.Person, async () => await browser.PutAsJsonAsync(
            "/api/v1/session/second-factor", new { code = await CodeAsync(users) }));
        var recovery = (await (await browser.GetAsync("/api/v1/session")).Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("user").GetProperty("recoveryCodes").GetInt32();
        Assert.Equal(10, recovery);
        await DoAsync("DELETE /api/v1/session/second-factor", AuthorKind.Person,
            async () => await KeptAsync(browser, await browser.SendAsync(
            new(HttpMethod.Delete, "/api/v1/session/second-factor")
            {
                Content = JsonContent.Create(new { code = await CodeAsync(users, next: true), current = other }),
            })));
        await DoAsync("PUT /api/v1/session/absence", AuthorKind.Person,
            () => browser.PutAsJsonAsync("/api/v1/session/absence", new { from = "2026-01-01" }));
        await DoAsync("DELETE /api/v1/session/absence", AuthorKind.Person, () => browser.DeleteAsync("/api/v1/session/absence"));
        await DoAsync("DELETE /api/v1/sessions", AuthorKind.Person,
            async () => await KeptAsync(browser, await browser.DeleteAsync("/api/v1/sessions")));
        using (var another = _server.Browser())
        {
            await KeptAsync(another, await another.PostAsJsonAsync("/api/v1/session", new { name = "ada", password = other }));
            var own = (await another.GetFromJsonAsync<JsonElement>("/api/v1/sessions")).GetProperty("items").EnumerateArray()
                .Single(static s => s.GetProperty("current").GetBoolean()).GetProperty("id").GetString();
            await DoAsync("DELETE /api/v1/sessions/{id}", AuthorKind.Person, () => another.DeleteAsync($"/api/v1/sessions/{own}"));
        }
        await DoAsync("DELETE /api/v1/session", AuthorKind.Person, () => browser.DeleteAsync("/api/v1/session"));
    }

    private async Task UsersAsync(HttpClient shell)
    {
        JsonElement added = default;
        await DoAsync("POST /api/v1/users", AuthorKind.Shell, async () => await ReadAsync(
            await shell.PostAsJsonAsync("/api/v1/users", new { name = "kim", role = "analyst" }), a => added = a));
        var user = $"/api/v1/users/{added.GetProperty("user").GetProperty("id").GetString()}";
        await DoAsync("PUT /api/v1/users/{id}", AuthorKind.Shell, () => shell.PutAsJsonAsync(user, new { role = "sales_executive" }));
        await DoAsync("POST /api/v1/users/{id}/link", AuthorKind.Shell, async () => await ReadAsync(
            await shell.PostAsJsonAsync(user + "/link", new { }), a => added = a));
        var token = added.GetProperty("link").GetString()!.Split('#')[1];
        using (var kim = _server.Browser())
            await DoAsync("POST /api/v1/session/link", AuthorKind.Person, () => kim.PostAsJsonAsync(
                "/api/v1/session/link", new { token, password = TestUsers.Password }));
        await DoAsync("PUT /api/v1/users/second-factor", AuthorKind.Shell,
            () => shell.PutAsJsonAsync("/api/v1/users/second-factor", new { roles = Array.Empty<string>() }));
        await DoAsync("PUT /api/v1/users/{id}/absence", AuthorKind.Shell,
            () => shell.PutAsJsonAsync(user + "/absence", new { from = "2026-01-01" }));
        await DoAsync("DELETE /api/v1/users/{id}/absence", AuthorKind.Shell, () => shell.DeleteAsync(user + "/absence"));
        await DoAsync("DELETE /api/v1/users/{id}/sessions", AuthorKind.Shell, () => shell.DeleteAsync(user + "/sessions"));
        await AssignmentAsync(shell, added: user.Split('/')[^1]);
        await DoAsync("DELETE /api/v1/users/{id}", AuthorKind.Shell, () => shell.DeleteAsync(user));
        await DoAsync("POST /api/v1/keys", AuthorKind.Shell, async () => await ReadAsync(
            await shell.PostAsJsonAsync("/api/v1/keys", new { name = "reader", role = "analyst" }), a => added = a));
        var key = $"/api/v1/keys/{added.GetProperty("key").GetProperty("id").GetString()}";
        await DoAsync("POST /api/v1/keys/{id}/rotate", AuthorKind.Shell, () => shell.PostAsJsonAsync(key + "/rotate", new { }));
        await DoAsync("DELETE /api/v1/keys/{id}", AuthorKind.Shell, () => shell.DeleteAsync(key));
    }

    private async Task AssignmentAsync(HttpClient shell, string added)
    {
        const string rules = "/api/v1/assignment";
        var rows = new { rows = new[] { new { name = "Rest", to = "nobody" } } };
        async Task<HttpResponseMessage> ChangeAsync(HttpMethod method, string path, object? body) => await shell.SendAsync(
            new(method, rules + path)
            {
                Content = body is null ? null : JsonContent.Create(body),
                Headers = { { "If-Match", (await shell.GetAsync(rules)).Headers.ETag!.ToString() } },
            });
        await DoAsync("PUT /api/v1/assignment/draft", AuthorKind.Shell, () => ChangeAsync(HttpMethod.Put, "/draft", rows));
        await DoAsync("POST /api/v1/assignment/publish", AuthorKind.Shell, () => ChangeAsync(HttpMethod.Post, "/publish", new { }));
        await DoAsync("POST /api/v1/assignment/versions/{version:int}/restore", AuthorKind.Shell,
            () => ChangeAsync(HttpMethod.Post, "/versions/1/restore", new { }));
        await DoAsync("DELETE /api/v1/assignment/draft", AuthorKind.Shell, () => ChangeAsync(HttpMethod.Delete, "/draft", null));
        var ada = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/users")).GetProperty("items").EnumerateArray()
            .Single(static u => u.GetProperty("name").GetString() == "ada").GetProperty("id").GetString();
        await DoAsync("POST /api/v1/assignment/hand-over", AuthorKind.Shell,
            () => shell.PostAsJsonAsync(rules + "/hand-over", new { from = ada, to = added }));
    }

    private async Task RecordsAsync(HttpClient shell)
    {
        await DoAsync("POST /api/v1/samples", AuthorKind.Shell, () => shell.PostAsync("/api/v1/samples", null));
        using var admin = _server.With((await shell.AddKeyAsync("events", Role.Administrator)).Secret);
        await DoAsync("POST /api/v1/events", AuthorKind.Program, () => admin.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "opportunity", entity = "AUDIT-1", territory = "56088", id = "audit-1", data = new { amount = 5, currency = "USD" },
        }));
        var lead = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/leads?limit=1"))
            .GetProperty("items")[0].GetProperty("id").GetString();
        foreach (var (name, body) in ((string, object)[])
            [
                ("status", new { status = "contacted" }), ("assignment", new { assignee = "Ana" }),
                    ("snooze", new { until = "2026-01-01" }),
                ("notes", new { note = "called" }), ("undo", new { }),
            ])
        {
            await DoAsync($"POST /api/v1/leads/{{id}}/{name}", AuthorKind.Shell, () => shell.SendAsync(
                new(HttpMethod.Post, $"/api/v1/leads/{lead}/{name}")
                {
                    Content = JsonContent.Create(body),
                    Headers = { { "If-Match", "*" } }
                }));
        }
        await DoAsync("POST /api/v1/leads/commands", AuthorKind.Shell, () => shell.PostAsJsonAsync(
            "/api/v1/leads/commands", new { commands = new[] { new { id = lead, note = "again" } } }));
        var accounts = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/accounts?limit=2")).GetProperty("items").EnumerateArray()
            .Select(static a => a.GetProperty("id").GetString()!).ToArray();
        await DoAsync("PUT /api/v1/accounts/{id}/manager", AuthorKind.Shell,
            () => shell.PutAsJsonAsync($"/api/v1/accounts/{accounts[0]}/manager", new { manager = "Kim" }));
        await admin.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "contact", entity = "AUDIT-2", territory = "56088", id = "audit-2", data = new { name = "Ada" },
        });
        await DoAsync("POST /api/v1/contacts/{id}/erasure", AuthorKind.Shell,
            () => shell.PostAsync("/api/v1/contacts/AUDIT-2/erasure", null));
        await DoAsync("POST /api/v1/accounts/{id}/merge", AuthorKind.Shell, () => shell.PostAsJsonAsync(
            $"/api/v1/accounts/{accounts[0]}/merge", new { into = accounts[1] }));
        await DoAsync("POST /api/v1/accounts/{id}/unmerge", AuthorKind.Shell, () => shell.PostAsJsonAsync(
            $"/api/v1/accounts/{accounts[0]}/unmerge", new { }));
        await DoAsync("POST /api/v1/reconciliation/link", AuthorKind.Shell, () => shell.PostAsJsonAsync(
            "/api/v1/reconciliation/link", new { key = accounts[0], to = accounts[1] }));
        await DoAsync("POST /api/v1/reconciliation/undo", AuthorKind.Shell, () => shell.PostAsJsonAsync(
            "/api/v1/reconciliation/undo", new { key = accounts[0] }));
        await DoAsync("POST /api/v1/reconciliation/settle", AuthorKind.Shell, () => shell.PostAsync("/api/v1/reconciliation/settle", null));
        await DoAsync("POST /api/v1/day", AuthorKind.Shell, () => shell.PostAsJsonAsync("/api/v1/day", new { day = "2025-10-30" }));
        JsonElement job = default;
        await DoAsync("POST /api/v1/imports", AuthorKind.Shell, async () =>
        {
            using var file = new ByteArrayContent("customer_id,customer_name\nAUDIT1,Audited Foods\n"u8.ToArray());
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return await ReadAsync(await shell.PostAsync("/api/v1/imports?fileName=customers.csv", file), a => job = a);
        });
        var import = $"/api/v1/imports/{job.GetProperty("id").GetString()}";
        await ServerFixture.UntilAsync(async () =>
            (await shell.GetFromJsonAsync<JsonElement>(import)).GetProperty("finishedAt").ValueKind != JsonValueKind.Null);
        await DoAsync("POST /api/v1/imports/{id}/undo", AuthorKind.Shell,
            () => shell.PostAsJsonAsync(import + "/undo", new { reason = "wrong" }));
    }

    private async Task LettersAsync(HttpClient shell)
    {
        _server.Configure();
        var hubspot = Sender.Of("hubspot");
        for (var deal = 1; deal <= 3; deal++)
        {
            var body = HubSpotSender.Body(HubSpotSender.PropertyChange("deal", 8_000 + deal, "amount", "a lot", WebhookFixture.Now));
            Assert.Equal((0, 0, 1), await _server.TakenAsync(hubspot, body));
        }
        var ids = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/dead-letters?state=open")).GetProperty("items").EnumerateArray()
            .Select(static l => l.GetProperty("id").GetInt64()).ToArray();
        async Task CorrectAsync(long id) => await DoAsync("PUT /api/v1/dead-letters/{id:long}", AuthorKind.Shell, async () =>
        {
            var letter = await shell.GetFromJsonAsync<JsonObject>($"/api/v1/dead-letters/{id}");
            var content = letter!["content"]!;
            content["fields"]!["amount"] = "250";
            using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/dead-letters/{id}")
            {
                Content = new StringContent(content.ToJsonString(), Encoding.UTF8, "application/json"), Headers = { { "If-Match", "*" } },
            };
            return await shell.SendAsync(put);
        });
        await CorrectAsync(ids[0]);
        await DoAsync("POST /api/v1/dead-letters/{id:long}/replay", AuthorKind.Shell, () => shell.PostAsync(
            $"/api/v1/dead-letters/{ids[0]}/replay", null));
        await DoAsync("DELETE /api/v1/dead-letters/{id:long}", AuthorKind.Shell, () => shell.DeleteAsync($"/api/v1/dead-letters/{ids[1]}"));
        await CorrectAsync(ids[2]);
        await DoAsync("POST /api/v1/dead-letters/replay", AuthorKind.Shell, () => shell.PostAsync("/api/v1/dead-letters/replay", null));
    }

    private async Task DoAsync(string route, AuthorKind author, Func<Task<HttpResponseMessage>> send)
    {
        var journal = _server.Services.GetRequiredService<IJournal>();
        var head = journal.Head(Keys.DefaultTenant);
        using var answer = await send();
        Assert.True(answer.IsSuccessStatusCode, $"{route}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        var rows = (await journal.ReadAuthoredAsync(Keys.DefaultTenant, long.MaxValue, 50)).Where(r => r.Sequence > head).ToList();
        Assert.True(rows.Count > 0, $"{route} has left no row with an author.");
        Assert.All(rows, r => Assert.Equal((route, author, "127.0.0.1"), (route, r.Event.Author!.Kind, r.Event.Author.Address)));
        Assert.All(rows, r => Assert.DoesNotContain(TestUsers.Password,
            Encoding.UTF8.GetString(r.Event.Data.ToJson()), StringComparison.Ordinal));
        _done.Add(route);
    }

    private static async Task<HttpResponseMessage> KeptAsync(HttpClient browser, HttpResponseMessage answer)
    {
        await answer.Content.LoadIntoBufferAsync();
        await TestUsers.ReadAsync(browser, answer);
        return answer;
    }

    private static async Task<HttpResponseMessage> ReadAsync(HttpResponseMessage answer, Action<JsonElement> read)
    {
        await answer.Content.LoadIntoBufferAsync();
        read(await answer.Content.ReadFromJsonAsync<JsonElement>());
        return answer;
    }

    // A code counts once, and the next one is taken early.
    private static async Task<string> CodeAsync(UserManager<User> users, bool next = false)
    {
        var user = (await users.FindByNameAsync("ada"))!;
        return Totp.Code(user.TotpKey!, TimeProvider.System.GetUtcNow() + (next ? TimeSpan.FromSeconds(30) : TimeSpan.Zero));
    }

    private IEnumerable<(string Method, string Pattern, RouteEndpoint Endpoint)> Routes() =>
        _server.Services.GetServices<EndpointDataSource>()
        .SelectMany(static s => s.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(static e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Select(m => (m, "/" + e.RoutePattern.RawText!.Trim('/'), e)))
        .Where(static r => r.m is "POST" or "PUT" or "DELETE" or "PATCH" && r.Item2.StartsWith("/api/", StringComparison.Ordinal));
}
