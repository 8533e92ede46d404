using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OneLead.Storage;
using OneLead.Web.Access;

namespace OneLead.Web.Cli;

/// <summary>
/// Writes server.json into the data directory: the server's address and the key of commands on the same machine. Only the owner of the
/// directory can read it. A killed server leaves the file behind, so readers check that the address answers.
/// </summary>
internal sealed class ServerFile(
    IServer server, LocalKey key, IConfiguration configuration, IHostApplicationLifetime lifetime) : IHostedService
{
    private const string Name = "server.json";

    /// <summary>The running server with its key; null if none answers.</summary>
    public static async Task<(Uri Url, string? Key)?> FindAsync(string dataDirectory)
    {
        try
        {
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(dataDirectory, Name)));
            var url = new Uri(json.RootElement.GetProperty("url").GetString()!);
            using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(2) };
            using var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative));
            return answer.IsSuccessStatusCode
                ? (url, json.RootElement.TryGetProperty("key", out var key) ? key.GetString() : null)
                : null;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or UriFormatException
                or ArgumentNullException or HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <exception cref="CommandFailedException">A server runs on the store.</exception>
    public static async Task ThrowIfServedAsync(string dataDirectory)
    {
        if (await FindAsync(dataDirectory) is { Url: var url })
            throw new CommandFailedException($"A server runs on this store ({url}). Stop it first.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The port is known once the server listens.
        lifetime.ApplicationStarted.Register(Write);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        File.Delete(FilePath);
        return Task.CompletedTask;
    }

    private string FilePath => Path.Combine(InstallPaths.DataDirectory(configuration), Name);

    private void Write()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
            return;
        var url = address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "[::1]", StringComparison.Ordinal);
        // Only the embedded store has created the directory already.
        PrivateFiles.Secure(Path.GetDirectoryName(FilePath)!);
        // Replaced atomically: a reader may hold the lock of a file that a killed server left behind.
        var whole = FilePath + ".new";
        using (var file = File.Create(whole))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteString("url", url);
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("key", key.Value);
            json.WriteEndObject();
        }
        File.Move(whole, FilePath, overwrite: true);
    }
}

internal static class ServerFileSetup
{
    public static IServiceCollection AddServerFile(this IServiceCollection services) => services.AddHostedService<ServerFile>();
}
