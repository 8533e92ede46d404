using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Audit;
using OneLead.Web.Tests.Users;
using OneLead.Web.Users;

namespace OneLead.Web.Tests.Audit;

public sealed class AuditTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();
    private HttpClient _shell = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _shell = _server.Shell();
    }

    public async ValueTask DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_change_of_a_user_is_listed_with_its_author_and_the_fields_before_and_after()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        using var browser = _server.Browser();
        await browser.SignInAsync("admin");
        var kim = await browser.AddUserAsync("kim", Role.Analyst, knownAs: ["K. Im"]);
        (await browser.PutAsJsonAsync($"/api/v1/users/{Id(kim)}", new { role = "territory_manager", territories = new[] { "1", "2" } }))
            .EnsureSuccessStatusCode();

        var rows = await ListAsync("action=user_changed");

        var row = Assert.Single(rows);
        Assert.Equal(("person", "admin", "127.0.0.1", "user", Id(kim), "kim"), (
            Text(row, "author", "kind"), Text(row, "author", "name"), Text(row, "author", "address"), Text(row, "object"), Text(row, "id"),
            Text(row, "name")));
        Assert.Equal("""{"role":"analyst","territories":[]}""", row.GetProperty("before").GetRawText());
        Assert.Equal("""{"role":"territory_manager","territories":["1","2"]}""", row.GetProperty("after").GetRawText());
    }

    [Fact]
    public async Task An_event_is_listed_with_what_its_entity_was_before()
    {
        foreach (var (id, amount, stage) in ((string, int, string)[])
            [("a", 5, "Qualify"), ("b", 9, "Qualify"), ("c", 9, "Won")])
        {
            (await _shell.PostAsJsonAsync("/api/v1/events", new
            {
                kind = "opportunity", entity = "O-1", territory = "56088", id, data = new { amount, currency = "USD", stage },
            })).EnsureSuccessStatusCode();
        }

        var rows = await ListAsync("object=opportunity&id=O-1");

        Assert.Equal(
            [("recorded", """{"stage":"Qualify"}""", """{"stage":"Won"}"""), ("recorded", """{"amount":5}""", """{"amount":9}"""),
                ("recorded", "{}", """{"amount":5,"currency":"USD","stage":"Qualify"}""")],
            rows.Select(static r => (Text(r, "action"), r.GetProperty("before").GetRawText(), r.GetProperty("after").GetRawText())));
        Assert.All(rows, static r => Assert.Equal(("shell", "command line"), (Text(r, "author", "kind"), Text(r, "author", "name"))));
    }

    [Fact]
    public async Task Nobody_writes_under_another_author()
    {
        using var answer = await _shell.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "opportunity", entity = "O-2", territory = "56088", id = "forged",
            author = new { kind = "person", id = "x", name = "Eve" },
            data = new { amount = 5, author = "Eve" },
        });
        answer.EnsureSuccessStatusCode();
        Assert.Equal("shell", Text(Assert.Single(await ListAsync("id=O-2")), "author", "kind"));
        using var audit = await _shell.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "audit", entity = "user:x", id = "forged-2", data = new { action = "sign_in" },
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, audit.StatusCode);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_ended_and_filters_find_what_they_name()
    {
        for (var i = 0; i < 7; i++)
            await _server.ItemAsync($"PAGE{i}");
        var all = await ListAsync("object=item&limit=500");
        var pages = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _shell.GetFromJsonAsync<JsonElement>(
                $"/api/v1/audit?object=item&limit=3{(cursor.Length > 0 ? "&cursor=" + cursor : "")}");
            pages.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        Assert.Equal(all.Select(Sequence), pages.Select(Sequence));
        Assert.Equal(all.Select(Sequence).OrderDescending(), all.Select(Sequence));
        Assert.Equal(7, all.Count);
        var middle = all[3].GetProperty("at").GetDateTimeOffset();
        Assert.Equal(4, (await ListAsync($"object=item&from={Uri.EscapeDataString(At(middle))}")).Count);
        Assert.Equal(3, (await ListAsync($"object=item&to={Uri.EscapeDataString(At(middle))}")).Count);
        Assert.Equal(["hpe:PAGE4"], (await ListAsync("text=page4")).Select(static r => Text(r, "id")));
        // A value that is encrypted in the store is found as it is shown, and not as it is stored.
        await _shell.AddUserAsync("admin", Role.Administrator);
        Assert.Equal(["user_added"], (await ListAsync("text=administrator")).Select(static r => Text(r, "action")));
        Assert.Empty(await ListAsync("text=encrypted1"));
        Assert.Equal(7, (await ListAsync("author=anybody&action=recorded")).Count);
        Assert.Empty(await ListAsync("author=person"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _shell.GetAsync("/api/v1/audit?cursor=x")).StatusCode);

        static string At(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Only_administrators_read_it()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var caller = _server.With((await _shell.AddKeyAsync($"key.of.{role}", role)).Secret);
            foreach (var path in (string[])["/api/v1/audit", "/api/v1/audit/export"])
                Assert.Equal(
                    role == Role.Administrator ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await caller.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task Refused_sign_ins_and_the_lock_are_listed_once_and_what_was_typed_is_not_kept()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        await _shell.AddUserAsync("kim", Role.Analyst);
        using var browser = _server.Browser();
        for (var i = 0; i < Passwords.MaxFailures + 3; i++)
            Assert.Equal(401, (await browser.SignInAsync("kim", "wrong-word-of-kim")).Status);
        Assert.Equal(401, (await browser.SignInAsync("a-password-in-the-wrong-field", "x")).Status);

        Assert.Equal(["kim", null], (await ListAsync("action=sign_in_refused")).Select(static r => Text(r, "name")).OrderDescending());
        Assert.Equal("kim", Text(Assert.Single(await ListAsync("action=name_locked")), "name"));
        var everything = string.Concat((await ListAsync("limit=500")).Select(static r => r.GetRawText()));
        Assert.DoesNotContain("wrong", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(TestUsers.Password, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_links_nor_keys_nor_hashes_are_kept()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        var invited = await (await _shell.PostAsJsonAsync("/api/v1/users", new { name = "kim", role = "analyst" }))
            .Content.ReadFromJsonAsync<JsonElement>();
        var (_, secret) = await _shell.AddKeyAsync("reader", Role.Analyst);
        var (token, journal) = (
            invited.GetProperty("link").GetString()!.Split('#')[1], _server.Services.GetRequiredService<IJournal>());
        var rows = await journal.ReadAuthoredAsync(Keys.DefaultTenant, long.MaxValue, 100);
        Assert.Equal(3, rows.Length);
        foreach (var row in rows)
        {
            var text = System.Text.Encoding.UTF8.GetString(row.Event.Data.ToJson());
            foreach (var hidden in (string[])[token, Secrets.Hash(token), secret, Secrets.Hash(secret), "assword", "stamp"])
                Assert.DoesNotContain(hidden, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Exports_are_listed_with_their_filter_and_their_number_of_rows_and_so_is_that_of_the_audit()
    {
        await _server.ItemAsync("EXPORT1");
        await _server.ItemAsync("EXPORT2");
        var csv = await _shell.GetStringAsync("/api/v1/leads/export?text=EXPORT1");
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1;
        await _shell.GetByteArrayAsync("/api/v1/entities/item/export?format=xlsx");
        var audit = await _shell.GetStringAsync("/api/v1/audit/export?object=item&action=recorded");

        Assert.Equal(
            [("audit", "item", 2), ("item", null, 2), ("leads", null, lines)],
            (await ListAsync("action=exported")).Select(static r => (
                Text(r, "object"), r.GetProperty("after").TryGetProperty("object", out var of) ? of.GetString() : null,
                r.GetProperty("after").GetProperty("rows").GetInt32())));
        Assert.Equal("EXPORT1", (await ListAsync("action=exported&object=leads"))[0].GetProperty("after").GetProperty("text").GetString());
        Assert.Equal(3, audit.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("sequence,at,authorKind,", audit.TrimStart('\uFEFF'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Views_of_sensitive_fields_are_listed_once_an_hour_for_those_who_see_them()
    {
        await _server.ItemAsync("VIEW1", "56001");
        await _shell.AddUserAsync("admin", Role.Administrator);
        var account = Keys.Territory("56001");
        using var sees = _server.With((await _shell.AddKeyAsync("sees", Role.SalesExecutive)).Secret);
        using var masked = _server.With((await _shell.AddKeyAsync("masked", Role.Analyst)).Secret);
        foreach (var http in (HttpClient[])[sees, sees, masked])
        {
            foreach (var path in (string[])[$"accounts/{account}", "entities/contact", "entities/item", "leads"])
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/" + path)).StatusCode);
        }
        Assert.Equal(
            [("sees", "contact", ""), ("sees", "account", account)],
            (await ListAsync("action=sensitive_viewed")).Select(static r => (Text(r, "author", "name"), Text(r, "object"), Text(r, "id"))));
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_reported_as_done()
    {
        await using var server = new ServerFixture
        {
            AddServices = static services => CallProxy.Replace<IIngest>(services, static (method, call) =>
                method.Name == nameof(IIngest.AppendAuditAsync) ? throw new JournalUnavailableException("The test's will.") : call()),
        };
        await server.InitializeAsync();
        using var shell = server.Shell();
        using var answer = await shell.PostAsJsonAsync(
            "/api/v1/users", new { name = "admin", role = "administrator", password = TestUsers.Password });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("may have been done", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_things_pass_once_within_a_span_and_different_ones_up_to_a_limit()
    {
        var (filter, start) = (new RepeatFilter(TimeSpan.FromMinutes(10), 3), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(0, filter.Next("a", start));
        Assert.Null(filter.Next("a", start.AddMinutes(9)));
        Assert.Equal(1, filter.Next("a", start.AddMinutes(10)));
        Assert.Equal(0, filter.Next("b", start.AddMinutes(11)));
        Assert.Equal(0, filter.Next("c", start.AddMinutes(12)));
        Assert.Null(filter.Next("d", start.AddMinutes(13)));
        Assert.Equal(0, filter.Next("d", start.AddMinutes(20)));
        filter.Forget("d");
        Assert.Equal(0, filter.Next("d", start.AddMinutes(21)));
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string query) =>
        [.. (await _shell.GetFromJsonAsync<JsonElement>("/api/v1/audit?" + query)).GetProperty("items").EnumerateArray()];

    private static long Sequence(JsonElement row) => row.GetProperty("sequence").GetInt64();

    private static string? Id(JsonElement user) => user.GetProperty("id").GetString();

    private static string? Text(JsonElement row, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            row = row.GetProperty(name);
        return row.GetString();
    }
}
