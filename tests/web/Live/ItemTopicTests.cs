using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace OneLead.Web.Tests.Live;

[Collection(nameof(ServerCollection))]
public class ItemTopicTests(ServerFixture server)
{
    [Fact]
    public async Task A_watcher_gets_the_item_as_the_API_returns_it_and_then_each_change()
    {
        await server.ItemAsync("TOPIC1");
        await using var client = await LiveClient.ConnectAsync(server.Address);
        var watched = (await client.WatchAsync("item:hpe:TOPIC1")).GetProperty("state");
        Assert.Equal((await server.GetAsync("/api/v1/items/hpe:TOPIC1")).GetRawText(), watched.GetRawText());

        (await server.PostAsync("/api/v1/events", """
            {"kind":"item","territory":"56088","id":"TOPIC1-2","data":{"serial":"TOPIC1","territory":"56088","location":"Rack 7"}}
            """)).EnsureSuccessStatusCode();

        var frame = await client.FrameAsync(
            f => Changes(f).Any(c => c.GetProperty("item").GetProperty("fields").TryGetProperty("location", out _)));
        Assert.Equal("item:hpe:TOPIC1", frame.GetProperty("topic").GetString());
        var change = Assert.Single(Changes(frame));
        Assert.Equal("hpe:TOPIC1", change.GetProperty("id").GetString());
        Assert.Equal((await server.GetAsync("/api/v1/items/hpe:TOPIC1")).GetRawText(), change.GetProperty("item").GetRawText());
    }

    [Fact]
    public async Task A_removed_item_is_null_and_cannot_be_watched_any_more()
    {
        await server.ItemAsync("TOPIC2");
        await using var client = await LiveClient.ConnectAsync(server.Address);
        await client.WatchAsync("item:hpe:TOPIC2");
        (await server.PostAsync("/api/v1/events", """
            {"kind":"item","territory":"56088","id":"TOPIC2-2","data":{"serial":"TOPIC2","territory":"56088","_removed":true}}
            """)).EnsureSuccessStatusCode();
        await client.FrameAsync(f => Changes(f).Any(c => c.GetProperty("item").ValueKind == JsonValueKind.Null));
        var refused = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync("item:hpe:TOPIC2"));
        Assert.Contains("There is no item 'hpe:TOPIC2'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("item:hpe:NOBODY-HAS-IT")]
    [InlineData("item:not an id")]
    public async Task An_unknown_item_is_an_error_that_names_it(string topic)
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        var refused = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync(topic));
        Assert.Contains($"There is no item '{topic["item:".Length..]}'", refused.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Changes(JsonElement frame) =>
        frame.TryGetProperty("changes", out var changes) ? changes.EnumerateArray() : [];
}
