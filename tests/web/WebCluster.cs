using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace OneLead.Web.Tests;

/// <summary>Nodes of one cluster, each with its web server.</summary>
public sealed class WebCluster : IAsyncDisposable
{
    private readonly SiloCluster _silos = new();
    private readonly List<(WebApplication App, HttpClient Http, string Data)> _nodes = [];

    public IReadOnlyList<HttpClient> Nodes => [.. _nodes.Select(static n => n.Http)];

    public static async Task<WebCluster> StartAsync(params IEnumerable<string> roles)
    {
        var cluster = new WebCluster();
        foreach (var role in roles)
            await cluster.AddAsync(role);
        foreach (var http in cluster.Nodes)
            await ServerFixture.UntilAsync(async () => (await http.GetAsync("/readyz")).IsSuccessStatusCode);
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (app, http, data) in _nodes)
        {
            http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            TemporaryData.Delete(data);
        }
        await _silos.DisposeAsync();
    }

    private async Task AddAsync(string role)
    {
        var data = Directory.CreateTempSubdirectory("onelead-web-test-").FullName;
        var app = Server.Build(
            new ServerArguments("http://127.0.0.1:0", new DateOnly(2025, 10, 29), Settings: new Dictionary<string, string?>
            {
                ["OneLead:Data"] = data, ["OneLead:KeyFile"] = _silos.KeyFile,
                ["OneLead:Role"] = role, ["Logging:LogLevel:Default"] = "Warning",
            }), _silos.Add);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _nodes.Add((app, new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = new Uri(address) }, data));
    }
}
