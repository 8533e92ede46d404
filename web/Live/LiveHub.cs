using Microsoft.AspNetCore.SignalR;
using OneLead.Web.Access;

namespace OneLead.Web.Live;

/// <summary>What dashboards receive.</summary>
public interface ILiveClient
{
    Task Frame(Frame frame);
}

/// <summary>The dashboards' hub: topics to watch, frames in return.</summary>
internal sealed partial class LiveHub(LiveTopics topics, ItemSubscriptions items, IIngest ingest, ILogger<LiveHub> log) : Hub<ILiveClient>
{
    /// <summary>Returns the topic's state and position; frames follow until Unwatch. Watching again returns a fresh state.</summary>
    /// <exception cref="HubException">There is no such topic or item, or the connection watches too many topics.</exception>
    [HubMethodName("Watch")]
    public async Task<TopicState> WatchAsync(string topic)
    {
        try
        {
            if (topic == TopicCatalog.Imports && !Context.GetHttpContext()!.Caller().May(Permission.ReadOperations))
                throw new HubException($"There is no topic '{topic}'.");
            if (TopicCatalog.ItemIn(topic) is { } item)
            {
                if (await topics.Model(Context.ConnectionId).FindItemAccountAsync(item, ingest) is null)
                    throw ItemSubscriptions.NoItem(item);
                await items.OpenAsync(item);
            }
            return topics.Watch(topic, Context.ConnectionId);
        }
        catch (Exception e) when (e is not HubException)
        {
            LogFailed(e);
            throw;
        }
    }

    public void Unwatch(string topic) => topics.Unwatch(topic, Context.ConnectionId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A topic could not be watched")]
    private partial void LogFailed(Exception e);
}
