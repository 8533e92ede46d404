using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Web.Access;
using OneLead.Web.Tenants;

namespace OneLead.Web.Tests.Users;

/// <summary>Makes users and keys, and the clients that use them.</summary>
internal static class TestUsers
{
    public const string Password = "Harbour-Lantern-42-Quartz";

    /// <summary>A client with the rights of a command on this machine.</summary>
    public static HttpClient Shell(this ServerFixture server) => server.With(server.Services.GetRequiredService<LocalKey>().Value);

    /// <summary>The same for another organisation.</summary>
    public static HttpClient Shell(this ServerFixture server, string tenant)
    {
        var shell = server.Shell();
        shell.DefaultRequestHeaders.Add(TenantRouting.Header, tenant);
        return shell;
    }

    /// <summary>Adds an organisation and waits until it is served.</summary>
    public static async Task AddTenantAsync(this ServerFixture server, string name)
    {
        using var shell = server.Shell();
        using var added = await shell.PostAsJsonAsync("/api/v1/tenants", new { name });
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        await server.UntilServedAsync(name);
    }

    public static async Task UntilServedAsync(this ServerFixture server, string tenant)
    {
        using var shell = server.Shell(tenant);
        await ServerFixture.UntilAsync(async () => (await shell.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    /// <summary>Adds a user as a command on this machine does.</summary>
    public static async Task<JsonElement> AddUserAsync(this ServerFixture server, string name, Role role)
    {
        using var shell = server.Shell();
        return await shell.AddUserAsync(name, role);
    }

    /// <summary>Adds a user with <see cref="Password"/>. The first one must be an administrator.</summary>
    public static async Task<JsonElement> AddUserAsync(
        this HttpClient http, string name, Role role, string[]? knownAs = null, string[]? territories = null)
    {
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/users", new { name, role = Wire.Name(role), knownAs, territories, password = Password });
        var added = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, added.GetRawText());
        return added.GetProperty("user");
    }

    public static async Task<(string Id, string Secret)> AddKeyAsync(
        this HttpClient http, string name, Role role, string[]? scopes = null, string[]? knownAs = null)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/keys", new { name, role = Wire.Name(role), scopes, knownAs });
        var added = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, added.GetRawText());
        return (added.GetProperty("key").GetProperty("id").GetString()!, added.GetProperty("secret").GetString()!);
    }

    /// <summary>A client that sends a key.</summary>
    public static HttpClient With(this ServerFixture server, string key)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>A browser: it keeps cookies, and sends the antiforgery token once it has signed in.</summary>
    public static HttpClient Browser(this ServerFixture server) => new(new SocketsHttpHandler()) { BaseAddress = server.Address };

    public static async Task<(int Status, JsonElement Body)> SignInAsync(
        this HttpClient browser, string name, string password = Password, string? code = null)
    {
        browser.DefaultRequestHeaders.Remove(AccessSetup.AntiforgeryHeader);
        using var answer = await browser.PostAsJsonAsync("/api/v1/session", new { name, password, code });
        return await ReadAsync(browser, answer);
    }

    /// <summary>The status and the body; takes over the antiforgery token of a session.</summary>
    public static async Task<(int Status, JsonElement Body)> ReadAsync(HttpClient browser, HttpResponseMessage answer)
    {
        var body = answer.Content.Headers.ContentLength == 0 || answer.StatusCode == System.Net.HttpStatusCode.NoContent
            ? default
            : await answer.Content.ReadFromJsonAsync<JsonElement>();
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("antiforgery", out var token) && token.GetString() is { } text)
        {
            browser.DefaultRequestHeaders.Remove(AccessSetup.AntiforgeryHeader);
            browser.DefaultRequestHeaders.Add(AccessSetup.AntiforgeryHeader, text);
        }
        return ((int)answer.StatusCode, body);
    }
}
