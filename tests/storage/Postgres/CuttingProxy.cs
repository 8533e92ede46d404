using System.Net;
using System.Net.Sockets;

namespace OneLead.Storage.Tests.Postgres;

/// <summary>The point at which the proxy cuts a connection.</summary>
public enum CutPoint
{
    /// <summary>Before the message with the word reaches the server.</summary>
    BeforeForwarding,

    /// <summary>After the message reaches the server, without waiting for the answer.</summary>
    AfterForwarding,

    /// <summary>After the server has answered; the answer is discarded.</summary>
    AfterTheAnswer,
}

/// <summary>A TCP proxy that cuts a connection when a word is sent to the server.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly int _port;
    private readonly byte[] _word;
    private CutPoint? _next;
    private int _skip;

    public CuttingProxy(int port, string word)
    {
        (_port, _word) = (port, System.Text.Encoding.ASCII.GetBytes(word));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of connections that were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts the next connection that sends the word, after the word has passed a number of times.</summary>
    public void CutNext(CutPoint how, int afterTimes = 0) => (_skip, _next) = (afterTimes, how);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closed.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port);
                (client.NoDelay, server.NoDelay) = (true, true);
                await Task.WhenAny(ForwardAsync(client, server), server.GetStream().CopyToAsync(client.GetStream(), _closed.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException) { }
        }
    }

    private async Task ForwardAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[1 << 16];
        while (true)
        {
            var count = await client.GetStream().ReadAsync(buffer, _closed.Token);
            if (count == 0)
                return;
            var cut = _next is not null && buffer.AsSpan(0, count).IndexOf(_word) >= 0 && _skip-- == 0 ? _next : null;
            if (cut != CutPoint.BeforeForwarding)
                await server.GetStream().WriteAsync(buffer.AsMemory(0, count), _closed.Token);
            if (cut is null)
                continue;
            (_next, Cuts) = (null, Cuts + 1);
            // The client no longer receives the server's answers.
            client.Client.Close(0);
            if (cut == CutPoint.AfterTheAnswer)
                _ = await server.GetStream().ReadAsync(buffer, _closed.Token);
            return;
        }
    }

    public void Dispose()
    {
        _closed.Cancel();
        _listener.Dispose();
        _closed.Dispose();
    }
}
