using System.Net;
using System.Net.Sockets;

namespace OneLead.Testing;

/// <summary>Finds TCP ports on the loopback that nothing listens on.</summary>
public static class FreePort
{
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
