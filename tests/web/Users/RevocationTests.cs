using Microsoft.AspNetCore.SignalR.Client;
using OneLead.Web.Access;
using OneLead.Web.Live;

namespace OneLead.Web.Tests.Users;

/// <summary>Open dashboards of callers who change.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

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
    public async Task A_removed_key_closes_its_open_dashboard_within_a_second()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        var (id, secret) = await _shell.AddKeyAsync("wall", Role.Analyst);
        await using var dashboard = Connect(secret);
        var closed = new TaskCompletionSource();
        dashboard.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await dashboard.StartAsync();
        await dashboard.InvokeAsync<TopicState>("Watch", "portfolio");
        await _shell.DeleteAsync($"/api/v1/keys/{id}");
        await closed.Task.WaitAsync(Second);
        await Assert.ThrowsAsync<HttpRequestException>(() => dashboard.StartAsync());
    }

    [Fact]
    public async Task The_first_user_closes_the_dashboards_that_were_open_before()
    {
        await using var dashboard = Connect(null);
        var closed = new TaskCompletionSource();
        dashboard.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await dashboard.StartAsync();
        await _shell.AddUserAsync("admin", Role.Administrator);
        await closed.Task.WaitAsync(Second);
    }

    private HubConnection Connect(string? key) => new HubConnectionBuilder()
        .WithUrl(new Uri(_server.Address, "/live"), options => options.AccessTokenProvider = () => Task.FromResult(key)).Build();
}
