using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Tenants;
using static OneLead.Web.Tests.Access.TwoManagersFixture;

namespace OneLead.Web.Tests.Access;

/// <summary>
/// Walks every GET route of the API for one of two account managers, with the ids and names of the other one's accounts. No answer may
/// hold anything of them. The routes come from the server's own table, so a new one is walked, too.
/// </summary>
[Collection(nameof(TwoManagersCollection))]
public class RouteVisibilityTests(TwoManagersFixture fixture, ITestOutputHelper output)
{
    private const string Prefix = "/api/v1";

    [Theory]
    [InlineData(Kim, Lee)]
    [InlineData(Lee, Kim)]
    public async Task No_answer_holds_anything_of_accounts_that_are_not_seen(string own, string other)
    {
        var (asked, told, silent) = (0, new HashSet<string>(), new List<string>());
        string[] forbidden = [other, .. Amounts(other), .. Sums];
        foreach (var route in Routes())
        {
            var tells = false;
            foreach (var address in Addresses(route, other))
            {
                asked++;
                var (status, body) = await fixture.GetAsync(As(own), address);
                Assert.True((int)status < 500, $"{address}: {status} {body}");
                // A refusal repeats what was asked for.
                if (status == HttpStatusCode.OK)
                    Assert.All(forbidden, text => Assert.False(
                        body.Contains(text, StringComparison.OrdinalIgnoreCase), $"{address} tells {text}: {body}"));
                var (all, everything) = await fixture.GetAsync(Everybody, address);
                if (all == HttpStatusCode.OK && everything.Contains(other, StringComparison.OrdinalIgnoreCase))
                    tells = true;
            }
            if (tells)
                told.Add(route);
            else
                silent.Add(route);
        }
        output.WriteLine($"{asked} requests; {told.Count} routes tell of {other} to those who see it, not: {string.Join(", ", silent)}");
        // Otherwise the walk would find nothing whatever the server tells.
        Assert.True(told.Count >= 20, string.Join(", ", told));
    }

    [Fact]
    public async Task Another_organisation_sees_nothing_whatever_the_role()
    {
        // An address has no space, so no answer repeats these from the question.
        string[] forbidden =
        [
            .. Amounts(Kim), .. Amounts(Lee), .. Sums, "HARBOR LOGISTICS", "VELVET OPTICS", "QUARRY METALS", "ORCHARD FOODS",
        ];
        foreach (var stranger in Strangers)
        {
            foreach (var address in Routes().SelectMany(static r => Addresses(r, Kim).Concat(Addresses(r, Lee))).Distinct())
            {
                var (status, body) = await fixture.GetAsync(stranger, address);
                Assert.True((int)status < 500, $"{address}: {status} {body}");
                Assert.All(forbidden, text => Assert.False(
                    body.Contains(text, StringComparison.OrdinalIgnoreCase), $"{stranger} {address} tells {text}: {body}"));
            }
        }
    }

    [Fact]
    public async Task Another_organisation_changes_nothing_by_ids()
    {
        var journal = fixture.Server.Services.GetRequiredService<IJournal>();
        var users = (await fixture.JsonAsync(Everybody, "/api/v1/users")).GetRawText();
        var before = journal.Head(Keys.DefaultTenant);
        var asked = 0;
        foreach (var (method, route) in UnsafeRoutes())
        {
            foreach (var address in Addresses(route, Lee).Where(static a => !a.Contains('?', StringComparison.Ordinal)))
            {
                var (name, value) = fixture.Key(Strangers[^1]);
                using var request = new HttpRequestMessage(new HttpMethod(method), address)
                {
                    Headers = { { name, value } }, Content = JsonContent.Create(new { id = OwnAccount(Lee) }),
                };
                using var answer = await fixture.Server.Http.SendAsync(request);
                Assert.True((int)answer.StatusCode < 500, $"{method} {address}: {answer.StatusCode}");
                asked++;
            }
        }
        Assert.True(asked > 100, $"{asked}");
        Assert.Equal(before, journal.Head(Keys.DefaultTenant));
        Assert.Equal(users, (await fixture.JsonAsync(Everybody, "/api/v1/users")).GetRawText());
    }

    [Fact]
    public async Task A_key_is_valid_in_its_own_organisation_alone()
    {
        var (name, value) = fixture.Key(Everybody);
        using var away = new HttpRequestMessage(HttpMethod.Get, "/api/v1/leads") { Headers = { { name, value } } };
        away.Headers.Add(TenantRouting.Header, Organisation);
        using var refused = await fixture.Server.Http.SendAsync(away);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        (name, value) = fixture.Key(Strangers[^1]);
        using var home = new HttpRequestMessage(HttpMethod.Get, "/api/v1/leads") { Headers = { { name, value } } };
        home.Headers.Add(TenantRouting.Header, Keys.DefaultTenant);
        using var unknown = await fixture.Server.Http.SendAsync(home);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/accounts/{account}")]
    [InlineData("/api/v1/accounts/{account}/items")]
    [InlineData("/api/v1/leads/{lead}")]
    [InlineData("/api/v1/items/{item}")]
    [InlineData("/api/v1/territories/{territory}")]
    public async Task What_is_not_seen_answers_like_what_does_not_exist(string route)
    {
        var caller = As(Kim);
        string Of(string mark) => route.Replace("{account}", Uri.EscapeDataString(OwnAccount(mark)))
            .Replace("{lead}", $"hpe:{mark.ToUpperInvariant()}2:service_attach").Replace("{item}", $"hpe:{mark.ToUpperInvariant()}1")
            .Replace("{territory}", $"{mark}100");
        var (own, _) = await fixture.GetAsync(caller, Of(Kim));
        var other = await fixture.GetAsync(caller, Of(Lee));
        var unknown = await fixture.GetAsync(caller, Of("zzzzz"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own, other.Status));
        Assert.Equal(unknown.Status, other.Status);
        Assert.Equal(
            WithoutTrace(unknown.Body.Replace("zzzzz", Lee).Replace("ZZZZZ", Lee.ToUpperInvariant())), WithoutTrace(other.Body));
    }

    [Fact]
    public async Task Nothing_of_what_is_not_seen_is_loaded()
    {
        // Otherwise it would take longer than what does not exist.
        foreach (var address in Routes().SelectMany(static r => Addresses(r, Lee)))
        {
            fixture.Reads.Clear();
            await fixture.GetAsync(As(Kim), address);
            Assert.False(fixture.Reads.AreOf(Lee), address);
        }
        foreach (var path in (string[])["items", "accounts", "leads"])
        {
            fixture.Reads.Clear();
            var (item, account) = ($"hpe:{Lee.ToUpperInvariant()}2", Uri.EscapeDataString(CommonAccount(Lee)));
            var id = path switch { "items" => item, "leads" => item + ":service_attach", _ => account };
            await fixture.JsonAsync(As(Lee), $"/api/v1/{path}/{id}");
            Assert.True(fixture.Reads.AreOf(Lee), path);
        }
    }

    [Fact]
    public async Task Sums_are_those_of_the_own_accounts()
    {
        var caller = As(Kim);
        var portfolio = await fixture.JsonAsync(caller, "/api/v1/portfolio");
        var whole = await fixture.JsonAsync(Everybody, "/api/v1/portfolio");
        foreach (var (name, own, both) in new[]
            { ("accounts", 2, 4), ("items", 2, 4), ("territories", 2, 3), ("itemsPastEndOfLife", 1, 2) })
            Assert.Equal((name, own, both), (name, portfolio.GetProperty(name).GetInt32(), whole.GetProperty(name).GetInt32()));
        Assert.Equal(1511.41m, portfolio.GetProperty("pipeline").GetProperty("weighted").GetDecimal());
        Assert.Equal(1313.37m, portfolio.GetProperty("valueAtRisk").GetProperty("amount").GetDecimal());
        // The common territory has an account of each.
        var common = (await fixture.JsonAsync(caller, "/api/v1/territories/common")).GetProperty("territory");
        Assert.Equal((1, 1), (common.GetProperty("accounts").GetInt32(), common.GetProperty("items").GetInt32()));
        var analytics = await fixture.JsonAsync(caller, "/api/v1/analytics");
        var all = await fixture.JsonAsync(Analyst, "/api/v1/analytics");
        foreach (var metric in (string[])["velocity", "bands"])
        {
            Assert.False(analytics.GetProperty(metric).GetProperty("available").GetBoolean());
            Assert.True(all.GetProperty(metric).GetProperty("available").GetBoolean());
        }
    }

    [Fact]
    public async Task A_lead_that_is_not_seen_does_not_exist_for_commands()
    {
        var lead = $"hpe:{Lee.ToUpperInvariant()}2:service_attach";
        (string, string)[] headers = [fixture.Key(As(Kim)), ("If-Match", "*")];
        foreach (var (command, body) in new[]
            {
                ("status", """{"status":"contacted"}"""), ("assignment", """{"assignee":"kim"}"""),
                ("snooze", """{"until":"2025-12-01"}"""), ("notes", """{"note":"x"}"""), ("undo", "{}"),
            })
        {
            var answer = await fixture.Server.PostAsync($"/api/v1/leads/{lead}/{command}", body, headers);
            Assert.Equal((command, HttpStatusCode.NotFound), (command, answer.StatusCode));
        }
        var batch = await fixture.Server.PostAsync(
            "/api/v1/leads/commands", $$"""{"commands":[{"id":"{{lead}}","status":"contacted"}]}""", headers);
        Assert.Contains("\"status\":404", await batch.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var untouched = (await fixture.JsonAsync(Everybody, $"/api/v1/leads/{lead}")).GetProperty("lead");
        Assert.Equal("new", untouched.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Account_managers_cannot_merge_or_link()
    {
        var (own, other) = (CommonAccount(Kim), CommonAccount(Lee));
        foreach (var (address, body) in new[]
            {
                ($"accounts/{Uri.EscapeDataString(own)}/merge", $$"""{"into":"{{other}}"}"""),
                ($"accounts/{Uri.EscapeDataString(other)}/merge", $$"""{"into":"{{own}}"}"""),
                ($"accounts/{Uri.EscapeDataString(other)}/unmerge", "{}"),
                ("reconciliation/link", $$"""{"key":"{{other}}","to":"{{own}}"}"""),
                ("reconciliation/undo", $$"""{"key":"{{other}}"}"""),
            })
        {
            var answer = await fixture.Server.PostAsync($"/api/v1/{address}", body, fixture.Key(As(Kim)));
            Assert.Equal((address, HttpStatusCode.Forbidden), (address, answer.StatusCode));
        }
        Assert.Equal(4, (await fixture.Server.GetAsync("/api/v1/accounts")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Kinds_that_are_not_seen_are_unknown_and_so_is_their_money()
    {
        foreach (var kind in (string[])["opportunity", "project", "contact", "activity"])
        {
            foreach (var path in (string[])["", "/fields", "/groups?by=id", "/export"])
                Assert.Equal(HttpStatusCode.NotFound, (await fixture.GetAsync(Consultant, $"/api/v1/entities/{kind}{path}")).Status);
        }
        Assert.Equal(2, (await fixture.JsonAsync(Consultant, "/api/v1/entities/contract")).GetProperty("total").GetInt32());
        var account = Uri.EscapeDataString(OwnAccount(Lee));
        var detail = await fixture.JsonAsync(Consultant, $"/api/v1/accounts/{account}");
        Assert.Equal(["account", "contract"], detail.GetProperty("entities").EnumerateObject().Select(e => e.Name).Order());
        // The money of opportunities is unknown to those who do not see them, and not 0.
        Assert.Equal(1, detail.GetProperty("account").GetProperty("openOpportunities").GetInt32());
        Assert.Equal(JsonValueKind.Null, detail.GetProperty("account").GetProperty("pipeline").GetProperty("weighted").ValueKind);
        foreach (var path in (string[])["accounts", "portfolio", "territories", "revenue-focus", "accounts/export"])
        {
            var (_, body) = await fixture.GetAsync(Consultant, $"/api/v1/{path}");
            Assert.All((string[])["1511.41", "2621.61", "4133.02"], sum => Assert.DoesNotContain(sum, body, StringComparison.Ordinal));
        }
        var portfolio = await fixture.JsonAsync(Consultant, "/api/v1/portfolio");
        Assert.Equal(2, portfolio.GetProperty("pipeline").GetProperty("unknown").GetInt32());
        Assert.Equal(JsonValueKind.Null, portfolio.GetProperty("pipeline").GetProperty("weighted").ValueKind);
        Assert.Equal(4, portfolio.GetProperty("items").GetInt32());
    }

    [Fact]
    public async Task Sensitive_fields_are_masked_and_cannot_be_found_out()
    {
        var contact = (await fixture.JsonAsync(Analyst, "/api/v1/entities/contact")).GetProperty("items")[0];
        Assert.Equal(
            ["email", "firstName", "lastName", "name", "phone"],
            contact.GetProperty("masked").EnumerateArray().Select(m => m.GetString()).Order());
        Assert.Equal(JsonValueKind.Null, contact.GetProperty("fields").GetProperty("email").ValueKind);
        Assert.Equal("CTO", contact.GetProperty("fields").GetProperty("title").GetString());
        var shown = (await fixture.JsonAsync(Everybody, "/api/v1/entities/contact")).GetProperty("items")[0];
        Assert.Empty(shown.GetProperty("masked").EnumerateArray());
        foreach (var query in (string[])
            [
                "?sort=email", "?sort=-name", "?where=email:contains:zkima", "?where=phone:set", "/groups?by=lastName",
                "/export?sort=firstName",
            ])
        {
            var (status, body) = await fixture.GetAsync(Analyst, "/api/v1/entities/contact" + query);
            Assert.Equal((query, HttpStatusCode.BadRequest), (query, status));
            Assert.Contains("you do not see the values of", body, StringComparison.Ordinal);
        }
        var (summed, _) = await fixture.GetAsync(Analyst, "/api/v1/entities/account/groups?by=tier&sum=annualRevenue");
        Assert.Equal(HttpStatusCode.BadRequest, summed);
        const string Search = "/api/v1/entities/contact?text=example.com";
        Assert.Equal(0, (await fixture.JsonAsync(Analyst, Search)).GetProperty("total").GetInt32());
        Assert.Equal(2, (await fixture.JsonAsync(Everybody, Search)).GetProperty("total").GetInt32());
        string[] hidden = ["example.com", "Person", Amounts(Kim)[4], Amounts(Lee)[4]];
        foreach (var route in Routes())
        {
            foreach (var address in Addresses(route, Lee))
            {
                var (status, body) = await fixture.GetAsync(Analyst, address);
                if (status == HttpStatusCode.OK)
                    Assert.All(hidden, text => Assert.False(
                        body.Contains(text, StringComparison.OrdinalIgnoreCase), $"{address} tells {text}"));
            }
        }
    }

    private IEnumerable<(string Method, string Route)> UnsafeRoutes() =>
        from endpoint in fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let route = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where route.StartsWith(Prefix, StringComparison.Ordinal) && route.Contains('{', StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where method is not ("GET" or "HEAD")
        select (method, route);

    private IReadOnlyList<string> Routes() =>
    [
        .. fixture.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).Where(p => p.StartsWith(Prefix, StringComparison.Ordinal)).Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Addresses(string route, string mark)
    {
        var (own, common, serial) = (OwnAccount(mark), CommonAccount(mark), mark.ToUpperInvariant());
        string[] ids =
        [
            own, common, $"hpe:{serial}1", $"hpe:{serial}2", $"hpe:{serial}1:renewal", $"hpe:{serial}1:service_attach",
            $"hpe:{serial}2:service_attach", $"{mark}100", "common", "1",
        ];
        string[] queries =
        [
            "", "?limit=500&status=all", $"?text={mark}", $"?text={serial}1", $"?text=hpe:{serial}2",
            $"?account={Uri.EscapeDataString(own)}", $"?account={Uri.EscapeDataString(common)}", "?territory=common",
            $"?territory={mark}100", $"?by=account&text={mark}",
            "?by=account&sum=amount", "?by=name", $"?where=name:contains:{mark}", "?since=2020-01-01T00:00:00Z",
        ];
        IEnumerable<string> paths = route.Contains("{kind}", StringComparison.Ordinal)
            ? Wire.All<EventKind>().Select(kind => route.Replace("{kind}", kind, StringComparison.Ordinal))
            : route.Contains('{', StringComparison.Ordinal)
                ? ids.Select(id => Regex.Replace(route, "{[^}]*}", Uri.EscapeDataString(id)))
                : [route];
        return route.Contains("{id", StringComparison.Ordinal) ? paths : paths.SelectMany(path => queries.Select(query => path + query));
    }

    private static string WithoutTrace(string problem) =>
        Regex.Replace(problem, "\"(traceId|correlationId|instance)\":\"[^\"]*\",?", "");
}
