using Microsoft.AspNetCore.SignalR;

namespace OneLead.Web.Live;

/// <summary>
/// Gives topics access to single connections: SignalR's own group sends complete only when the slowest member has received the
/// message.
/// </summary>
internal sealed class LiveConnections(
    ILogger<DefaultHubLifetimeManager<LiveHub>> log, LiveTopics topics, TimeProvider clock) : DefaultHubLifetimeManager<LiveHub>(log)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        topics.Connected(connection.ConnectionId, new LiveConnection(connection, clock));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        topics.Disconnected(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }
}
