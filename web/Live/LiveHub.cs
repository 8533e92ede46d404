using Microsoft.AspNetCore.SignalR;

namespace OneLead.Web.Live;

/// <summary>What dashboards receive.</summary>
public interface ILiveClient
{
    Task Frame(Frame frame);
}

/// <summary>The dashboards' hub: topics to watch, frames in return.</summary>
internal sealed class LiveHub(LiveTopics topics, ItemSubscriptions items) : Hub<ILiveClient>
{
    /// <summary>Returns the topic's state and position; frames follow until Unwatch. Watching again returns a fresh state.</summary>
    /// <exception cref="HubException">There is no such topic or item, or the connection watches too many topics.</exception>
    [HubMethodName("Watch")]
    public async Task<TopicState> WatchAsync(string topic)
    {
        if (TopicCatalog.ItemIn(topic) is { } item)
            await items.OpenAsync(item);
        return topics.Watch(topic, Context.ConnectionId);
    }

    public void Unwatch(string topic) => topics.Unwatch(topic, Context.ConnectionId);
}
