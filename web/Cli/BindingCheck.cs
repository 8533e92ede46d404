using System.Net;

namespace OneLead.Web.Cli;

/// <summary>Whether other machines can connect.</summary>
internal sealed record NetworkExposure(bool IsOpen);

/// <summary>
/// Refuses to listen on addresses that other machines can reach, since there are no users: everybody who connects can read and
/// change everything.
/// </summary>
internal static class BindingCheck
{
    public const string Option = "--allow-remote-without-users";
    public const string Setting = "OneLead:AllowRemoteWithoutUsers";

    /// <param name="urls">The addresses to listen on, besides those that the configuration gives to Kestrel.</param>
    /// <exception cref="CommandFailedException">An address is open to other machines, and that is not allowed.</exception>
    public static NetworkExposure Run(string urls, IConfiguration configuration)
    {
        var open = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? ""))
            .Where(IsOpen).ToList();
        if (open.Count > 0 && !configuration.GetValue<bool>(Setting))
            throw new CommandFailedException(
                $"{string.Join(", ", open)} can be reached from other machines, and everybody who connects can read and change everything: "
                + "there are no users.\nListen on 127.0.0.1 behind a reverse proxy with sign-in, or allow it with "
                + $"{Option} or ONELEAD__AllowRemoteWithoutUsers=true.");
        return new(open.Count > 0);
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
