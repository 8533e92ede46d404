using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Web.Access;
using OneLead.Web.Live;

namespace OneLead.Web.Tests.Users;

/// <summary>Open dashboards of callers who change.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ShiftedClock _clock = new();
    private readonly ServerFixture _server;
    private HttpClient _shell = null!;

    public RevocationTests() => _server = new() { AddServices = services => services.AddSingleton<TimeProvider>(_clock) };

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
        var closed = WhenClosed(dashboard);
        await dashboard.StartAsync();
        await dashboard.InvokeAsync<TopicState>("Watch", "portfolio");
        await _shell.DeleteAsync($"/api/v1/keys/{id}");
        await closed.WaitAsync(Second);
        await Assert.ThrowsAsync<HttpRequestException>(() => dashboard.StartAsync());
    }

    [Fact]
    public async Task The_first_user_closes_the_dashboards_that_were_open_before()
    {
        await using var dashboard = Connect(null);
        var closed = WhenClosed(dashboard);
        await dashboard.StartAsync();
        await _shell.AddUserAsync("admin", Role.Administrator);
        await closed.WaitAsync(Second);
    }

    [Fact]
    public async Task An_open_dashboard_ends_after_seven_days_and_not_before()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        await using var dashboard = await SignInAsync();
        var closed = WhenClosed(dashboard);
        await dashboard.StartAsync();
        _clock.Shift = AccessSetup.LongestSession - TimeSpan.FromMinutes(5);
        await dashboard.InvokeAsync<TopicState>("Watch", "portfolio");
        Assert.False(closed.IsCompleted);
        _clock.Shift = AccessSetup.LongestSession + TimeSpan.FromSeconds(1);
        await closed.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_required_second_factor_closes_the_open_dashboards_of_those_who_have_none()
    {
        await _shell.AddUserAsync("admin", Role.Administrator);
        await using var dashboard = await SignInAsync();
        var closed = WhenClosed(dashboard);
        await dashboard.StartAsync();
        await _shell.PutAsJsonAsync("/api/v1/users/second-factor", new { roles = new[] { "administrator" } });
        await closed.WaitAsync(Second);
    }

    private static Task WhenClosed(HubConnection dashboard)
    {
        var closed = new TaskCompletionSource();
        dashboard.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        return closed.Task;
    }

    private async Task<HubConnection> SignInAsync()
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = _server.Address };
        Assert.Equal(200, (await browser.SignInAsync("admin")).Status);
        return new HubConnectionBuilder().WithUrl(new Uri(_server.Address, "/live"), options => options.Cookies = cookies).Build();
    }

    private HubConnection Connect(string? key) => new HubConnectionBuilder()
        .WithUrl(new Uri(_server.Address, "/live"), options => options.AccessTokenProvider = () => Task.FromResult(key)).Build();
}

/// <summary>The time of day, moved forward.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long _shift;

    public TimeSpan Shift
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _shift));
        set => Volatile.Write(ref _shift, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
