using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Sources.Http;
using OneLead.Web.Access;

namespace OneLead.Web.Tests.Users;

/// <summary>Walks the route table: each route against each role.</summary>
public sealed class RouteTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    // Answers to everybody, each for its own reason: probes, the description, sign-in itself, webhooks with secrets of their own.
    private static readonly string[] Open =
    [
        "GET /api/v1/session", "POST /api/v1/session", "POST /api/v1/session/link", "POST /api/v1/session/first-user",
        "POST /api/v1/webhooks/{source}", "OPTIONS /api/v1/webhooks/{source}", "GET /openapi/{documentName}.json",
        "* /healthz", "* /readyz",
    ];

    [Fact]
    public void Every_route_names_a_permission_or_is_known_to_need_none() => Assert.Equal(
        Open.Order(StringComparer.Ordinal),
        Routes().Where(static r => r.Permissions.Count == 0).SelectMany(static r => r.Methods.Select(m => $"{m} {r.Pattern}"))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void A_route_that_needs_no_permission_says_so() => Assert.All(
        Routes().Where(static r => r.Permissions.Count == 0), static r => Assert.True(r.IsOpen, r.Pattern));

    [Fact]
    public async Task Each_role_is_refused_exactly_where_it_lacks_a_permission()
    {
        await server.AddUserAsync("admin", Role.Administrator);
        using var stranger = new HttpClient { BaseAddress = server.Address };
        using var shell = server.Shell();
        var tried = 0;
        foreach (var route in Routes().Where(static r => r.Permissions.Count > 0 && r.Pattern != "/api/v1/samples"))
        {
            foreach (var method in route.Methods)
                Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(stranger, method, route));
        }
        foreach (var role in Enum.GetValues<Role>())
        {
            using var caller = server.With((await shell.AddKeyAsync($"key.of.{role}", role)).Secret);
            foreach (var route in Routes().Where(static r => r.Permissions.Count > 0 && r.Pattern != "/api/v1/samples"))
            {
                var isAllowed = route.Permissions.All(
                    p => p == AccessSetup.OwnSignIn || role.Permissions().Any(mine => mine.Policy() == p));
                foreach (var method in route.Methods)
                {
                    var status = await AskAsync(caller, method, route);
                    Assert.True(
                        isAllowed ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) || IsAboutPeople(route.Pattern)
                            : status == HttpStatusCode.Forbidden,
                        $"{role} {method} {route.Pattern}: {status}");
                    tried++;
                }
            }
        }
        Assert.InRange(tried, 300, int.MaxValue);
    }

    [Fact]
    public async Task Whoever_lacks_a_required_second_factor_sets_it_up_before_anything_else_is_answered()
    {
        const string SetUp = "/api/v1/session/second-factor";
        await server.AddUserAsync("owner", Role.Administrator);
        using var shell = server.Shell();
        var (_, secret) = await shell.AddKeyAsync("program", Role.Administrator);
        Assert.Equal(HttpStatusCode.NoContent, await RequireAsync("administrator"));
        using var browser = server.Browser();
        var user = (await browser.SignInAsync("owner")).Body.GetProperty("user");
        Assert.True(user.GetProperty("mustAddSecondFactor").GetBoolean());
        Assert.Empty(user.GetProperty("permissions").EnumerateArray());
        var (refused, answered) = (0, new List<string>());
        foreach (var route in Routes().Where(static r => r.Permissions.Count > 0 && r.Pattern != "/api/v1/samples"))
        {
            foreach (var method in route.Methods.Where(m => (m, route.Pattern) != ("DELETE", "/api/v1/session")))
            {
                using var answer = await SendAsync(browser, method, route);
                var body = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode != HttpStatusCode.Forbidden)
                    answered.Add($"{method} {route.Pattern}");
                else
                {
                    Assert.Contains("problems/second-factor-required", body, StringComparison.Ordinal);
                    Assert.Contains(SetUp, body, StringComparison.Ordinal);
                    refused++;
                }
            }
        }
        Assert.Equal(
            [$"DELETE {SetUp}", "POST /api/v1/session/password", $"POST {SetUp}", $"PUT {SetUp}"], answered.Order(StringComparer.Ordinal));
        Assert.InRange(refused, 60, int.MaxValue);
        // Programs have none, and the machine's owner needs none.
        using var program = server.With(secret);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/leads")).StatusCode);

        var key = (await (await browser.PostAsJsonAsync(SetUp, new { current = TestUsers.Password }))
            .Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        var code = Totp.Code(key, TimeProvider.System.GetUtcNow());
        Assert.Equal(HttpStatusCode.OK, (await browser.PutAsJsonAsync(SetUp, new { code })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/users")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/v1/session")).StatusCode);

        Assert.Equal(HttpStatusCode.BadRequest, await RequireAsync("boss"));
        Assert.Equal(HttpStatusCode.NoContent, await RequireAsync());

        async Task<HttpStatusCode> RequireAsync(params string[] roles) =>
            (await shell.PutAsJsonAsync("/api/v1/users/second-factor", new { roles })).StatusCode;
    }

    // A program has no session, no password and no second factor.
    private static bool IsAboutPeople(string pattern) => pattern.StartsWith("/api/v1/session", StringComparison.Ordinal);

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string method, Route route)
    {
        using var answer = await SendAsync(http, method, route);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string method, Route route)
    {
        var path = route.Pattern.Replace("{kind}", "item", StringComparison.Ordinal).Replace("{id:long}", "7", StringComparison.Ordinal)
            .Replace("{version:int}", "7", StringComparison.Ordinal)
            .Replace("{id}", "nothing", StringComparison.Ordinal).Replace("{source}", "nobody", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method == "*" ? "GET" : method), path);
        if (method is "POST" or "PUT" or "DELETE")
        {
            request.Content = new StringContent("{}", Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(route.ContentType);
        }
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private IEnumerable<Route> Routes() => server.Services.GetServices<EndpointDataSource>().SelectMany(static s => s.Endpoints)
        .OfType<RouteEndpoint>().Select(static e => new Route(
            "/" + e.RoutePattern.RawText!.Trim('/'),
            e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["*"],
            [.. e.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(static a => a.Policy ?? "").Distinct()],
            e.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var type, ..] ? type : "application/json",
            e.Metadata.GetMetadata<IAllowAnonymous>() is not null));

    private sealed record Route(
        string Pattern, IReadOnlyList<string> Methods, IReadOnlyList<string> Permissions, string ContentType, bool IsOpen);
}
