using Microsoft.AspNetCore.SignalR;
using OneLead.Web.Access;

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
        var http = connection.GetHttpContext() ?? throw new InvalidOperationException("A dashboard connects by HTTP.");
        topics.Connected(connection.ConnectionId, new LiveConnection(connection, http.Caller(), clock));
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        topics.Disconnected(connection.ConnectionId);
        return base.OnDisconnectedAsync(connection);
    }
}
