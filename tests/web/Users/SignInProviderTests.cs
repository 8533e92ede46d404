using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OneLead.Web.Access;

namespace OneLead.Web.Tests.Users;

/// <summary>Single sign-on with a real OpenID Connect server.</summary>
public sealed class SignInProviderTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private ServerFixture _server = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _server = new ServerFixture
        {
            Settings = new()
            {
                ["OneLead:SignIn:Work:Title"] = "Sign in with Work", ["OneLead:SignIn:Work:Authority"] = _provider.Authority,
                ["OneLead:SignIn:Work:ClientId"] = TestProvider.ClientId,
                ["OneLead:SignIn:Work:ClientSecret"] = TestProvider.ClientSecret, ["OneLead:SignIn:Work:RoleClaim"] = "groups",
                ["OneLead:SignIn:Work:Roles:sales"] = "AccountManager", ["OneLead:SignIn:Work:Roles:data"] = "Analyst",
            },
        };
        await _server.InitializeAsync();
        await _server.AddUserAsync("admin", Role.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_group_gives_the_role_at_every_sign_in()
    {
        using var browser = _server.Browser();
        var offered = (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("providers")[0];
        Assert.Equal("Sign in with Work", offered.GetProperty("title").GetString());
        _provider.Person.AddRange(
            [
                ("sub", "42"), ("name", "Kim Park"), ("email", "kim@example.com"), ("email_verified", "true"), ("groups", "data"),
                ("groups", "sales"),
            ]);

        Assert.Equal("/app/", await SignInAsync(browser, offered.GetProperty("url").GetString()!));
        Assert.Equal(("kim@example.com", "Kim Park", "account_manager"), await UserAsync(browser));
        Assert.False((await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("user").GetProperty("hasPassword")
            .GetBoolean());

        _provider.Person.RemoveAll(static p => p.Value == "sales");
        Assert.Equal("/app/accounts", await SignInAsync(browser, offered.GetProperty("url").GetString()! + "?to=/app/accounts"));
        Assert.Equal(("kim@example.com", "Kim Park", "analyst"), await UserAsync(browser));
        Assert.Equal(2, await UsersAsync());
    }

    [Fact]
    public async Task A_verified_address_takes_over_the_user_who_was_added_before_and_another_one_does_not()
    {
        using var shell = _server.Shell();
        await shell.AddUserAsync("lee@example.com", Role.SalesExecutive);
        using var browser = _server.Browser();
        _provider.Person.AddRange([("sub", "7"), ("email", "lee@example.com"), ("email_verified", "false"), ("groups", "data")]);
        Assert.Equal("/app/", await SignInAsync(browser, "/sign-in/work"));
        Assert.Equal("work.7", (await UserAsync(browser)).Name);

        _provider.Person.Clear();
        _provider.Person.AddRange([("sub", "8"), ("email", "lee@example.com"), ("email_verified", "true"), ("groups", "data")]);
        Assert.Equal("/app/", await SignInAsync(browser, "/sign-in/work"));
        Assert.Equal("lee@example.com", (await UserAsync(browser)).Name);
        Assert.Equal(3, await UsersAsync());
    }

    [Fact]
    public async Task Somebody_without_a_role_and_somebody_who_is_disabled_are_refused()
    {
        using var browser = _server.Browser();
        _provider.Person.AddRange([("sub", "9"), ("preferred_username", "admin"), ("groups", "visitors")]);
        Assert.Equal("/app/sign-in?problem=no-role", await SignInAsync(browser, "/sign-in/work"));
        _provider.Person.Add(("groups", "data"));
        Assert.Equal("/app/", await SignInAsync(browser, "/sign-in/work"));
        using var shell = _server.Shell();
        var id = (await shell.GetFromJsonAsync<JsonElement>("/api/v1/users")).GetProperty("items").EnumerateArray()
            .Single(static u => u.GetProperty("name").GetString() == "work.9").GetProperty("id").GetString();
        await shell.PutAsJsonAsync($"/api/v1/users/{id}", new { disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/leads")).StatusCode);
        Assert.Equal("/app/sign-in?problem=no-role", await SignInAsync(browser, "/sign-in/work"));
    }

    [Fact]
    public async Task A_provider_decides_about_the_second_factor_of_those_whom_it_signs_in()
    {
        using var shell = _server.Shell();
        await shell.AddUserAsync("kim@example.com", Role.Analyst);
        await shell.PutAsJsonAsync("/api/v1/users/second-factor", new { roles = new[] { "analyst" } });
        _provider.Person.AddRange([("sub", "5"), ("email", "kim@example.com"), ("email_verified", "true"), ("groups", "data")]);
        using var browser = _server.Browser();
        await SignInAsync(browser, "/sign-in/work");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/leads")).StatusCode);
        // Another session keeps its way of signing in.
        await TestUsers.ReadAsync(browser, await browser.GetAsync("/api/v1/session"));
        await browser.DeleteAsync("/api/v1/sessions");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/leads")).StatusCode);

        // The same person with the password, which the provider does not check.
        using var another = _server.Browser();
        Assert.Equal(200, (await another.SignInAsync("kim@example.com")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await another.GetAsync("/api/v1/leads")).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/app/")]
    [InlineData("//evil.example")]
    [InlineData("/app/\\evil.example")]
    public async Task A_sign_in_never_leads_to_another_site(string to)
    {
        using var browser = _server.Browser();
        _provider.Person.AddRange([("sub", "1"), ("groups", "data")]);
        Assert.Equal("/app/", await SignInAsync(browser, $"/sign-in/work?to={Uri.EscapeDataString(to)}"));
    }

    // Follows the redirects to the provider and back, and returns the page on which the person arrives.
    private async Task<string> SignInAsync(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        var arrived = answer.RequestMessage!.RequestUri!;
        Assert.Equal(_server.Address.Authority, arrived.Authority);
        return arrived.PathAndQuery;
    }

    private static async Task<(string? Name, string? DisplayName, string? Role)> UserAsync(HttpClient browser)
    {
        var user = (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("user");
        return (user.GetProperty("name").GetString(), user.GetProperty("displayName").GetString(), user.GetProperty("role").GetString());
    }

    private async Task<int> UsersAsync()
    {
        using var shell = _server.Shell();
        return (await shell.GetFromJsonAsync<JsonElement>("/api/v1/users")).GetProperty("items").GetArrayLength();
    }
}
