using Microsoft.AspNetCore.SignalR;

namespace OneLead.Web.Live;

/// <summary>What dashboards are told.</summary>
public interface ILiveClient
{
    Task Frame(Frame frame);
}

/// <summary>The hub of the dashboards: topics to watch, frames in return.</summary>
internal sealed class LiveHub(LiveTopics topics) : Hub<ILiveClient>
{
    /// <summary>The topic's state and where it stands; frames follow until Unwatch. Watching again gives a fresh state.</summary>
    public TopicState Watch(string topic) => topics.Watch(topic, Context.ConnectionId);

    public void Unwatch(string topic) => topics.Unwatch(topic, Context.ConnectionId);
}
