using System.Net;
using System.Net.Sockets;

namespace OneLead.Web.Cli;

/// <summary>
/// Checks before the start that the server's ports are free, so that a taken port is reported in one line. The host itself
/// reports it with several stack traces.
/// </summary>
internal static class PortCheck
{
    /// <exception cref="CommandFailedException">A port is in use.</exception>
    public static void Run(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (!address.IsUnixPipe && !address.IsNamedPipe && address.Port > 0 && IsTaken(address))
                throw new CommandFailedException(
                    $"Cannot listen on {url}: address already in use. Stop the program that uses port {address.Port}, or choose another "
                    + $"port: --urls {address.Scheme}://{address.Host}:{address.Port + 1}");
        }
    }

    private static bool IsTaken(BindingAddress address)
    {
        var ip = IPAddress.TryParse(address.Host, out var parsed) ? parsed
            : address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(ip, address.Port);
            listener.Start();
            return false;
        }
        catch (SocketException e)
        {
            // Other errors, such as a missing permission, are left to the server.
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse;
        }
    }
}
