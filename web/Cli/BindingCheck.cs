using System.Collections.Immutable;
using System.Net;
using OneLead.Web.Tenants;
using OneLead.Web.Users;

namespace OneLead.Web.Cli;

/// <summary>The addresses of this server to which other machines can connect.</summary>
internal sealed record NetworkExposure(ImmutableArray<string> OpenAddresses);

/// <summary>
/// Refuses to listen on addresses that other machines can reach while there are no users: everybody who connects could then read and
/// change everything.
/// </summary>
internal static class BindingCheck
{
    public const string Option = "--allow-remote-without-users";
    public const string Setting = "OneLead:AllowRemoteWithoutUsers";

    /// <summary>The addresses that are open to other machines.</summary>
    /// <param name="urls">The addresses to listen on, besides those that the configuration gives to Kestrel.</param>
    public static ImmutableArray<string> OpenAddresses(string urls, IConfiguration configuration) =>
    [
        .. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? "")).Where(IsOpen),
    ];

    /// <summary>Reads whether there are users, and checks where the server is about to listen.</summary>
    /// <inheritdoc cref="Run"/>
    public static async Task RunAsync(WebApplication app, CancellationToken cancellation)
    {
        var directories = app.Services.GetRequiredService<Directories>();
        await directories.LoadAsync(cancellation);
        if (app.Services.GetService<TenantList>() is { } tenants)
            await tenants.LoadAsync(cancellation);
        Run(app.Services.GetRequiredService<NetworkExposure>(), directories.AsksForSignIn, app.Configuration);
    }

    /// <exception cref="CommandFailedException">An address is open to other machines, and that is not allowed.</exception>
    public static void Run(NetworkExposure exposure, bool hasUsers, IConfiguration configuration)
    {
        if (exposure.OpenAddresses.IsEmpty || hasUsers || configuration.GetValue<bool>(Setting))
            return;
        throw new CommandFailedException(
            $"{string.Join(", ", exposure.OpenAddresses)} can be reached from other machines, and everybody who connects can read and "
            + "change everything: there are no users.\nAdd one first: onelead users add NAME --role administrator. "
            + $"Or allow it with {Option} or ONELEAD__AllowRemoteWithoutUsers=true.");
    }

    // A name that is not localhost stands for all addresses, as * and + do.
    internal static bool IsOpen(string url)
    {
        if (url.Length == 0)
            return false;
        var address = BindingAddress.Parse(url);
        return !address.IsUnixPipe && !address.IsNamedPipe && !address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
