using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace OneLead.Web.Tests.Live;

[Collection(nameof(ServerCollection))]
public class HubTests(ServerFixture server, ITestOutputHelper output)
{
    [Fact]
    public async Task A_watcher_gets_a_state_and_then_every_change_in_sequence()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        var state = await client.WatchAsync("leads");
        Assert.Equal("leads", state.GetProperty("topic").GetString());
        Assert.True(state.GetProperty("state").GetProperty("items").ValueKind == JsonValueKind.Array);
        await server.ItemAsync("LIVE1");
        await client.FrameAsync(
            f => Changes(f).Any(c => c.GetProperty("id").GetString()!.StartsWith("hpe:LIVE1:", StringComparison.Ordinal)));
        var sequences = client.Frames.Where(f => !f.GetProperty("beat").GetBoolean())
            .Select(f => f.GetProperty("sequence").GetInt64()).ToArray();
        Assert.Equal(Enumerable.Range(1, sequences.Length).Select(i => state.GetProperty("sequence").GetInt64() + i), sequences);
        Assert.All(client.Frames, f => Assert.Equal(state.GetProperty("epoch").GetString(), f.GetProperty("epoch").GetString()));
    }

    [Fact]
    public async Task An_acknowledged_event_is_at_the_dashboards_within_milliseconds()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        await client.WatchAsync("leads");
        var times = new List<double>();
        for (var i = 0; i < 100; i++)
        {
            var json =
                $$"""{"kind":"item","territory":"56777","id":"FAST{{i}}","data":{"serial":"FAST"""
                + $$"""{{i}}","productName":"DL380","endOfLife":"2015-07-01","supportStatus":"Uncovered"} }""";
            (await server.PostAsync("/api/v1/events", json)).EnsureSuccessStatusCode();
            var acknowledged = Stopwatch.GetTimestamp();
            await client.FrameAsync(
                f => Changes(f).Any(c => c.GetProperty("id").GetString()!.StartsWith($"hpe:FAST{i}:", StringComparison.Ordinal)));
            times.Add(Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
        }
        times.Sort();
        output.WriteLine($"acknowledged → frame read: median {times[50]:0.0} ms, p99 {times[98]:0.0} ms");
        // Far from what is reached, since the machine may be busy: it is against waiting for a timer.
        Assert.True(times[50] < 500, $"{times[50]} ms");
    }

    [Fact]
    public async Task Every_topic_beats()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        foreach (var topic in (string[])["portfolio", "imports", "territory:56088", "account:territory:56088"])
        {
            var state = await client.WatchAsync(topic);
            var beat = await client.FrameAsync(f => f.GetProperty("topic").GetString() == topic && f.GetProperty("beat").GetBoolean());
            Assert.True(beat.GetProperty("sequence").GetInt64() >= state.GetProperty("sequence").GetInt64());
        }
    }

    [Fact]
    public async Task The_portfolio_follows_the_events()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        var items = (await client.WatchAsync("portfolio")).GetProperty("state").GetProperty("items").GetInt32();
        await server.ItemAsync("LIVE2");
        await client.FrameAsync(f => f.TryGetProperty("state", out var state) && state.GetProperty("items").GetInt32() > items);
    }

    [Fact]
    public async Task An_account_and_its_territory_are_told_of_their_own()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        await client.WatchAsync("territory:56999");
        var lead = (await server.ItemAsync("LIVE3", "56999")).GetProperty("items")[0];
        await client.FrameAsync(
            f => f.GetProperty("topic").GetString() == "territory:56999" && Changes(f).Any(c => c.TryGetProperty("territory", out _)));
        var account = lead.GetProperty("account").GetProperty("id").GetString();
        var state = (await client.WatchAsync($"account:{account}")).GetProperty("state");
        Assert.NotEmpty(state.GetProperty("leads").EnumerateArray());
    }

    [Fact]
    public async Task A_list_tells_of_its_own_rows_and_counts_them()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        var mine = (await client.WatchAsync("leads?text=LIST1&top=10")).GetProperty("state");
        Assert.Equal(0, mine.GetProperty("total").GetInt32());
        await client.WatchAsync("lead:hpe:LIST1:renewal");
        await server.ItemAsync("LIST0");
        await server.ItemAsync("LIST1");
        var frame = await client.FrameAsync(f => Changes(f).Any(c => c.GetProperty("id").GetString() == "hpe:LIST1:renewal")
            && f.GetProperty("topic").GetString() != "leads?text=LIST1&top=10");
        Assert.Equal("lead:hpe:LIST1:renewal", frame.GetProperty("topic").GetString());
        var counted = await client.FrameAsync(f => f.TryGetProperty("total", out _));
        Assert.Equal("leads?text=LIST1&top=10", counted.GetProperty("topic").GetString());
        var told = client.Frames.Where(f => f.GetProperty("topic").GetString()!.StartsWith("leads?", StringComparison.Ordinal))
            .SelectMany(Changes).Select(c => c.GetProperty("id").GetString()).Distinct().ToList();
        Assert.Equal(counted.GetProperty("total").GetInt32(), told.Count);
        Assert.All(told, id => Assert.StartsWith("hpe:LIST1:", id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("account:")]
    [InlineData("leads?sort=colour")]
    [InlineData("leads?priority=urgent")]
    [InlineData("leads?top=0")]
    [InlineData("")]
    public async Task An_unknown_topic_is_an_error(string topic)
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        await Assert.ThrowsAsync<HubException>(() => client.WatchAsync(topic));
    }

    [Fact]
    public async Task Pages_of_other_origins_do_not_get_in()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => LiveClient.ConnectAsync(server.Address, "https://evil.example"));
        await using var ours = await LiveClient.ConnectAsync(server.Address, $"http://{server.Address.Authority}");
        Assert.Equal("portfolio", (await ours.WatchAsync("portfolio")).GetProperty("topic").GetString());
    }

    [Fact]
    public async Task After_unwatch_nothing_comes()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        await client.WatchAsync("leads");
        await client.UnwatchAsync("leads");
        await client.WatchAsync("portfolio");
        await client.FrameAsync(IsBeatOfPortfolio);
        var seen = client.Frames.Count(f => f.GetProperty("topic").GetString() == "leads");
        await client.FrameAsync(IsBeatOfPortfolio);
        Assert.Equal(seen, client.Frames.Count(f => f.GetProperty("topic").GetString() == "leads"));

        static bool IsBeatOfPortfolio(JsonElement frame) =>
            frame.GetProperty("topic").GetString() == "portfolio" && frame.GetProperty("beat").GetBoolean();
    }

    private static IEnumerable<JsonElement> Changes(JsonElement frame) =>
        frame.TryGetProperty("changes", out var changes) ? changes.EnumerateArray() : [];
}
