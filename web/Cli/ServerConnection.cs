using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OneLead.Storage;
using OneLead.Web.Access;
using OneLead.Web.Tenants;

namespace OneLead.Web.Cli;

/// <summary>
/// A command's HTTP connection: to the running server, or to a server in this process on a free local port if none runs.
/// Commands speak HTTP either way, so there is one path to test.
/// </summary>
internal sealed class ServerConnection : IAsyncDisposable
{
    // A command writes its result to standard output, so log lines go to standard error. Failures of background work are not the
    // command's: it says itself what failed.
    private static readonly Dictionary<string, string?> QuietLogs = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:OneLead"] = "Critical",
        ["Logging:LogLevel:OneLead.Storage"] = "Warning",
        ["Logging:LogLevel:OneLead.Sources"] = "Warning",
        ["Logging:LogLevel:Orleans.Grain"] = "None",
        ["Logging:Console:LogToStandardErrorThreshold"] = "Trace",
    };

    /// <summary>The environment variable with the API key for a server that --server names.</summary>
    public const string KeyVariable = "ONELEAD_KEY";

    private const int MaxRebuilds = 2;

    private readonly WebApplication? _own;

    private ServerConnection(HttpClient http, WebApplication? own) => (Http, _own) = (http, own);

    public HttpClient Http { get; }

    /// <summary>True if no server runs, and the command has opened the store itself.</summary>
    public bool IsOwn => Services is not null;

    /// <summary>What the command's own server consists of; null if another one answers.</summary>
    public IServiceProvider? Services => _own?.Services;

    /// <exception cref="CommandFailedException">Nothing answers, or the store belongs to a server that does not answer.</exception>
    public static Task<ServerConnection> OpenAsync(ParseResult parsed, CancellationToken cancellation) =>
        OpenAsync(parsed.GetValue(Commands.ServerUrl), Commands.TenantOf(parsed), cancellation);

    /// <param name="url">Null: the server that runs on the data directory, else the store itself.</param>
    /// <param name="tenant">Null: the default organisation.</param>
    /// <inheritdoc cref="OpenAsync(ParseResult, CancellationToken)"/>
    public static async Task<ServerConnection> OpenAsync(string? url, string? tenant, CancellationToken cancellation)
    {
        (Uri Url, string? Key)? server = url is null
            ? await ServerFile.FindAsync(InstallPaths.DataDirectory())
            : (ParseUrl(url), Environment.GetEnvironmentVariable(KeyVariable));
        return server is { } found
            ? new ServerConnection(CreateClient(found.Url, found.Key, tenant), null)
            : await OpenStoreAsync(tenant, static _ => Task.CompletedTask, cancellation);
    }

    /// <summary>Works on a store that nothing else uses, without serving it.</summary>
    /// <exception cref="CommandFailedException">The store cannot be opened, or belongs to a server.</exception>
    public static async Task WithStoreAsync(string? tenant, Func<IServiceProvider, Task> work, CancellationToken cancellation)
    {
        var organisation = await FindAsync(tenant, cancellation);
        try
        {
            await using var app = Build(organisation);
            await ThrowIfUsedAsync(app.Services.GetRequiredService<Store>(), cancellation);
            _ = app.Services.GetRequiredService<MasterKey>();
            await work(app.Services);
        }
        catch (Exception e) when (StoreFailures.IsExpected(e))
        {
            throw new CommandFailedException(e.Message);
        }
    }

    /// <summary>Opens the store in this process.</summary>
    /// <param name="prepare">Runs before anything is read from the store.</param>
    /// <exception cref="CommandFailedException">The store cannot be opened, or belongs to a server.</exception>
    public static async Task<ServerConnection> OpenStoreAsync(
        string? tenant, Func<IServiceProvider, Task> prepare, CancellationToken cancellation)
    {
        var organisation = await FindAsync(tenant, cancellation);
        for (var rebuilds = 0; ; rebuilds++)
        {
            WebApplication? app = null;
            StoreHealth? health = null;
            try
            {
                app = Build(organisation);
                health = app.Services.GetRequiredService<StoreHealth>();
                await ThrowIfUsedAsync(app.Services.GetRequiredService<Store>(), cancellation);
                _ = app.Services.GetRequiredService<MasterKey>();
                await prepare(app.Services);
                await BindingCheck.RunAsync(app, cancellation);
                await app.StartAsync(cancellation);
                var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
                var connection = new ServerConnection(
                    CreateClient(new Uri(addresses.First()), app.Services.GetRequiredService<LocalKey>().Value, null), app);
                await connection.WaitUntilReadyAsync(health, cancellation);
                return connection;
            }
            catch (Exception e) when (StoreFailures.IsExpected(e) || health is { RestartNeeded.IsCancellationRequested: true })
            {
                if (app is not null)
                    await app.DisposeAsync();
                // The next attempt rebuilds a damaged file that is derived from the journal.
                if (rebuilds == MaxRebuilds || health?.Damage.Find(static d => d.IsDerived) is not { } damage)
                    throw new CommandFailedException(e.Message);
                await Console.Error.WriteLineAsync($"{damage.File} is damaged and rebuilt from the journal.");
            }
        }
    }

    private static async Task<Tenant?> FindAsync(string? tenant, CancellationToken cancellation) =>
        tenant is null ? null : await TenantStore.FindAsync(tenant, InstallPaths.Settings(), cancellation);

    private static WebApplication Build(Tenant? organisation) =>
        Server.Build(new ServerArguments("http://127.0.0.1:0", KeepsDays: false, Settings: QuietLogs, Tenant: organisation));

    private static async Task ThrowIfUsedAsync(Store store, CancellationToken cancellation)
    {
        var nodes = await store.FindNodesAsync(cancellation);
        if (!nodes.IsEmpty)
            throw new StoreOwnedException(
                $"The store is in use by the nodes {string.Join(", ", nodes)}. Give the command the address of one with --server, or run "
                + "it with the ONELEAD__Data of a node on this machine.");
    }

    /// <summary>Sends a request and returns its JSON.</summary>
    /// <exception cref="CommandFailedException">The request was refused, or nothing answers.</exception>
    public async Task<JsonElement> JsonAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var answer = await SendAsync(request, cancellation);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }

    /// <exception cref="CommandFailedException">The request was refused, or nothing answers.</exception>
    public Task<JsonElement> JsonAsync(string path, CancellationToken cancellation) =>
        JsonAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    /// <summary>Sends a request; the caller disposes of the answer.</summary>
    /// <exception cref="CommandFailedException">The request was refused, or nothing answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            HttpResponseMessage answer;
            try
            {
                answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            }
            catch (HttpRequestException e)
            {
                throw new CommandFailedException($"{Http.BaseAddress} does not answer: {e.Message}");
            }
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw new CommandFailedException(await ReadReasonAsync(answer, cancellation));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_own is null)
            return;
        await _own.StopAsync();
        await _own.DisposeAsync();
    }

    // A store that cannot be written can still be read; the command finds out what it needs.
    private async Task WaitUntilReadyAsync(StoreHealth health, CancellationToken cancellation)
    {
        while (true)
        {
            using var answer = await Http.GetAsync(new Uri("/readyz", UriKind.Relative), cancellation);
            if (health.Damage is [var damage, ..])
                throw new InvalidDataException(damage.Text);
            if (answer.IsSuccessStatusCode || health.WriteProblem is not null)
                return;
            await Task.Delay(50, cancellation);
        }
    }

    private static Uri ParseUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https")
            ? parsed
            : throw new CommandFailedException($"'{url}' is not the address of a server.");

    // Long, because a large workbook takes its time to upload.
    private static HttpClient CreateClient(Uri address, string? key, string? tenant)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(30) };
        if (key is { Length: > 0 })
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (tenant is not null)
            http.DefaultRequestHeaders.Add(TenantRouting.Header, tenant);
        return http;
    }

    private static async Task<string> ReadReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return problem.TryGetProperty("detail", out var detail) && detail.GetString() is { } text
                ? text
                : problem.GetProperty("title").GetString()!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or KeyNotFoundException or InvalidOperationException)
        {
            return $"The server answered {(int)answer.StatusCode}.";
        }
    }
}
