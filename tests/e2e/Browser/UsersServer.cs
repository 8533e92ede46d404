using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A server with the sample data and users, of whom ada is the administrator.</summary>
public sealed class UsersServer : IAsyncLifetime
{
    public const string Password = "Harbour-Lantern-42-Quartz";

    private readonly DataDirectory _data = new();

    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Tools.Chromium))
            return;
        Server = await Sample.StartAsync(_data, null);
        Server.SignInAsOwner(_data);
        await Server.AddUserAsync("ada", "administrator");
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        _data.Dispose();
    }
}

/// <summary>What administrators and the owner of the machine do behind the dashboard's back.</summary>
internal static class UsersBehind
{
    /// <summary>Requests have the rights of a command on this machine.</summary>
    public static void SignInAsOwner(this RunningServer server, DataDirectory data)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(data.File("server.json")));
        server.Http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", file.RootElement.GetProperty("key").GetString());
    }

    /// <summary>Adds a user with <see cref="UsersServer.Password"/>, and returns the id.</summary>
    public static async Task<string> AddUserAsync(this RunningServer server, string name, string role, string? displayName = null) =>
        (await server.PostAsync("/api/v1/users", new { name, role, displayName, password = UsersServer.Password }))
        .GetProperty("user").GetProperty("id").GetString()!;

    public static async Task SetDisabledAsync(this RunningServer server, string user, bool disabled)
    {
        using var answer = await server.Http.PutAsJsonAsync($"/api/v1/users/{user}", new { disabled });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Fills in the form for signing in and sends it.</summary>
    public static async Task SignInAsync(this IPage page, string name, string password = UsersServer.Password)
    {
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.Password("Password").FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }

    public static ILocator Password(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });
}
