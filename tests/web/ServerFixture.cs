using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace OneLead.Web.Tests;

/// <summary>A real server on a free port, with a store of its own.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("onelead-web-test-").FullName;
    private WebApplication? _app;

    public HttpClient Http { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>The server's data directory.</summary>
    public string Data => _data;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Settings besides the data directory and the level of the log.</summary>
    public Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Services besides those of the server.</summary>
    public Action<IServiceCollection>? AddServices { get; init; }

    /// <summary>How long a stop waits for open requests.</summary>
    public TimeSpan StopWithin { get; init; } = Timeout.InfiniteTimeSpan;

    public async ValueTask InitializeAsync()
    {
        _app = Server.Build(new ServerArguments(
            "http://127.0.0.1:0", new DateOnly(2025, 10, 29),
            Settings: new Dictionary<string, string?>(Settings)
            {
                ["OneLead:Data"] = _data, ["Logging:LogLevel:Default"] = "Warning",
            }), AddServices);
        await _app.StartAsync();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Http = new HttpClient { BaseAddress = Address };
        await UntilAsync(async () => (await Http.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        TemporaryData.Delete(_data);
    }

    /// <summary>Stops the server and starts another one on the same data.</summary>
    /// <param name="between">Runs while no server runs.</param>
    public async Task RestartAsync(Func<Task>? between = null)
    {
        await StopAsync();
        if (between is not null)
            await between();
        await InitializeAsync();
    }

    private async Task StopAsync()
    {
        // A test that fails between two starts has stopped it.
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return;
        Http.Dispose();
        using var limit = new CancellationTokenSource(StopWithin);
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    /// <summary>Sends an expired, uncovered item past end of life, and waits for its leads.</summary>
    public async Task<JsonElement> ItemAsync(string serial, string territory = "56088")
    {
        var answer = await PostAsync("/api/v1/events", $$$"""
            {"kind":"item","territory":"{{{territory}}}","id":"{{{serial}}}-1","data":{"serial":"{{{serial}}}","productName":"HP DL360p Gen8 8-SFF CTO Server","productId":"654081-B21",
             "endOfLife":"2015-07-01","endOfService":"2020-07-01","supportEnd":"2018-01-01","supportStatus":"Warranty Expired - Uncovered Box","territory":"{{{territory}}}"}}
            """);
        answer.EnsureSuccessStatusCode();
        JsonElement page = default;
        await UntilAsync(async () => (page = await GetAsync($"/api/v1/leads?text={serial}")).GetProperty("total").GetInt32() > 0);
        return page;
    }

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await condition())
                return;
            await Task.Delay(50);
        }
        throw new TimeoutException("It did not come to pass within 30 seconds.");
    }
}

[CollectionDefinition(nameof(ServerCollection))]
public class ServerCollection : ICollectionFixture<ServerFixture>;
