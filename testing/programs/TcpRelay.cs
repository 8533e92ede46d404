using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace OneLead.Testing;

/// <summary>Stands between a program and a server on the loopback, and can cut the program off from it.</summary>
public sealed class TcpRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _pairs = new();
    private readonly int _server;
    private volatile bool _isCut;

    public TcpRelay(int server)
    {
        _server = server;
        _listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Stops forwarding and closes no connection, as when a network is lost.</summary>
    public void Cut() => _isCut = true;

    /// <summary>Lets new connections pass. The old ones are closed.</summary>
    public void Mend()
    {
        foreach (var (client, _) in _pairs)
            Close(client);
        _isCut = false;
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var (client, _) in _pairs)
            Close(client);
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        var server = new TcpClient();
        _pairs[client] = server;
        try
        {
            if (!_isCut)
            {
                await server.ConnectAsync(IPAddress.Loopback, _server);
                // A request in two packets would otherwise wait 40 ms between them.
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
            }
            // Held open, so that the program waits.
            while (_isCut && _pairs.ContainsKey(client))
                await Task.Delay(50);
        }
        catch (SocketException)
        {
        }
        finally
        {
            Close(client);
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                while (_isCut)
                    await Task.Delay(50);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
        }
    }

    private void Close(TcpClient client)
    {
        if (!_pairs.TryRemove(client, out var server))
            return;
        client.Dispose();
        server.Dispose();
    }
}
