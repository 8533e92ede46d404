using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Web.Live;
using OneLead.Web.Tests.Access;

namespace OneLead.Web.Tests.Live;

/// <summary>Topics of callers who see some accounts: what the hub sends, and what enters and leaves.</summary>
public sealed class VisibleTopicTests : IAsyncLifetime
{
    private const string Kim = TwoManagersFixture.Kim, Lee = TwoManagersFixture.Lee;

    private static readonly string LeesItem = "hpe:" + Lee.ToUpperInvariant() + "2";

    private readonly TwoManagersFixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Nothing_of_other_accounts_is_sent()
    {
        await using var client = await ConnectAsync(Kim);
        var states = new List<JsonElement>();
        foreach (var topic in (string[])
            [
                "portfolio", "leads", "leads?status=all&top=100", "leads?territory=common", "changes",
                $"lead:{LeesItem}:service_attach",
                "territory:common", $"territory:{Lee}100", $"account:{TwoManagersFixture.OwnAccount(Lee)}",
                $"account:{TwoManagersFixture.CommonAccount(Lee)}", $"account:{TwoManagersFixture.OwnAccount(Kim)}",
            ])
            states.Add((await client.WatchAsync(topic)).GetProperty("state"));
        var unknown = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync("item:hpe:NOBODY"));
        var foreign = await Assert.ThrowsAsync<HubException>(() => client.WatchAsync("item:" + LeesItem));
        Assert.Equal(unknown.Message.Replace("hpe:NOBODY", LeesItem), foreign.Message);
        Assert.False(_fixture.Reads.AreOf(LeesItem));

        // Both have the same changes, Kim's last.
        foreach (var manager in (string[])[Lee, Kim])
        {
            await _fixture.SendAsync(
                TwoManagersFixture.Item(manager, 2, "common", "COMMON", """ "endOfLife":"2016-07-01","contractValue":77.19 """, "c"),
                TwoManagersFixture.Event(
                    "account", $"{manager}-a1", $"{manager}100", TwoManagersFixture.NameOf(manager, "OWN"),
                    """ "healthUsage":0,"healthSupport":0,"healthPayment":0,"healthEngagement":0,"healthSentiment":0 """, "c"));
        }
        await ShowsAsync(client, f => TopicOf(f) == "changes" && Text(f).Contains(Kim, StringComparison.Ordinal));
        await ShowsAsync(client, f => TopicOf(f) == "portfolio"
            && f.TryGetProperty("state", out var s) && s.GetProperty("itemsPastEndOfLife").GetInt32() == 2);
        await ShowsAsync(client, f => TopicOf(f) == "leads?territory=common" && Text(f).Contains(Kim, StringComparison.Ordinal));

        string[] forbidden = [Lee, .. TwoManagersFixture.Amounts(Lee), .. TwoManagersFixture.Sums, "154.38"];
        foreach (var text in states.Select(s => s.ToString()).Concat(client.Frames.Select(Text)))
            Assert.All(forbidden, secret => Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{secret} in {text}"));
        Assert.Contains(
            client.Frames, f => TopicOf(f) == "territory:common" && Text(f).Contains("\"accounts\":1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_and_its_leads_enter_and_leave_with_its_manager()
    {
        await using var client = await ConnectAsync(Kim);
        var (account, lead) = (TwoManagersFixture.CommonAccount(Lee), $"{LeesItem}:service_attach");
        var total = (await client.WatchAsync("leads?top=500")).GetProperty("state").GetProperty("total").GetInt32();
        foreach (var topic in (string[])["leads", $"lead:{lead}", $"account:{account}", "territory:common", "portfolio"])
            await client.WatchAsync(topic);

        await ManageAsync(Kim, "d");
        // Rows come in any order of topics, so each is looked for in all frames.
        await UntilAsync(client, "leads", c => Is(c, lead) && c.GetProperty("lead").ValueKind == JsonValueKind.Object);
        await UntilAsync(client, "leads?top=500", c => Is(c, lead) && c.GetProperty("lead").ValueKind == JsonValueKind.Object);
        await UntilAsync(client, $"lead:{lead}", c => Is(c, lead) && c.GetProperty("lead").ValueKind == JsonValueKind.Object);
        await UntilAsync(client, $"account:{account}", c => Is(c, account) && c.GetProperty("account").ValueKind == JsonValueKind.Object);
        await UntilAsync(client, $"account:{account}", c => Is(c, lead));
        await UntilAsync(client, "territory:common", c => Is(c, account) && c.GetProperty("account").ValueKind == JsonValueKind.Object);
        await UntilAsync(client, "territory:common", c => HasAccounts(c, 2));
        await ShowsAsync(client, f => TopicOf(f) == "portfolio"
            && f.TryGetProperty("state", out var s) && s.GetProperty("accounts").GetInt32() == 3);
        await ShowsAsync(client, f => f.TryGetProperty("total", out var now) && now.GetInt32() > total);
        await client.WatchAsync("item:" + LeesItem);

        await ManageAsync(Lee, "e");
        await UntilAsync(client, "leads", c => Is(c, lead) && c.GetProperty("lead").ValueKind == JsonValueKind.Null);
        await UntilAsync(client, "leads?top=500", c => Is(c, lead) && c.GetProperty("lead").ValueKind == JsonValueKind.Null);
        await UntilAsync(client, $"lead:{lead}", c => Is(c, lead) && c.GetProperty("lead").ValueKind == JsonValueKind.Null);
        await UntilAsync(client, $"account:{account}", c => Is(c, account) && c.GetProperty("account").ValueKind == JsonValueKind.Null);
        await UntilAsync(client, "territory:common", c => Is(c, account) && c.GetProperty("account").ValueKind == JsonValueKind.Null);
        await UntilAsync(client, "territory:common", c => HasAccounts(c, 1));
        await ShowsAsync(client, f => TopicOf(f) == "item:" + LeesItem
            && f.TryGetProperty("state", out var s) && s.ValueKind == JsonValueKind.Null);
        await ShowsAsync(client, f => f.TryGetProperty("total", out var now) && now.GetInt32() == total);
        Assert.Equal(JsonValueKind.Null, (await client.WatchAsync($"lead:{lead}")).GetProperty("state").GetProperty("lead").ValueKind);
        await Assert.ThrowsAsync<HubException>(() => client.WatchAsync("item:" + LeesItem));
    }

    [Fact]
    public async Task A_connection_gets_another_visibility_or_ends()
    {
        var connections = _fixture.Connections;
        await using var client = await ConnectAsync(Kim);
        var topics = _fixture.Server.Services.GetRequiredService<LiveTopics>();
        var former = await client.WatchAsync("portfolio");
        var id = connections.Last();
        await client.WatchAsync("leads");
        Assert.Equal(2, former.GetProperty("state").GetProperty("items").GetInt32());

        topics.Show(id, OneLead.Web.Access.Visibility.All);
        var all = await client.FrameAsync(f => TopicOf(f) == "portfolio" && f.TryGetProperty("state", out _));
        Assert.Equal(4, all.GetProperty("state").GetProperty("items").GetInt32());
        Assert.NotEqual(former.GetProperty("epoch").GetString(), all.GetProperty("epoch").GetString());
        await ShowsAsync(client, f => TopicOf(f) == "leads" && f.TryGetProperty("state", out _)
            && Text(f).Contains(Lee.ToUpperInvariant(), StringComparison.Ordinal));

        topics.Show(id, OneLead.Web.Access.Visibility.Of(OneLead.Web.Access.Role.AccountManager, [Kim + " Manager"], []));
        await client.FrameAsync(
            f => TopicOf(f) == "portfolio" && f.TryGetProperty("state", out var s) && s.GetProperty("items").GetInt32() == 2);
        await ShowsAsync(client, f => TopicOf(f) == "leads" && f.TryGetProperty("state", out var s)
            && !Text(f).Contains(Lee.ToUpperInvariant(), StringComparison.Ordinal));
        var seen = client.Frames.Count;
        await client.FrameAsync(f => TopicOf(f) == "portfolio" && f.GetProperty("beat").GetBoolean());
        Assert.All(client.Frames.Skip(seen), f => Assert.DoesNotContain(Lee, Text(f), StringComparison.OrdinalIgnoreCase));

        topics.End(id);
        await ServerFixture.UntilAsync(() => Task.FromResult(!client.IsConnected));
        Assert.False(topics.IsWatched(LeesItem));
    }

    private Task<LiveClient> ConnectAsync(string manager) => LiveClient.ConnectAsync(
        _fixture.Server.Address, null, _fixture.Key(TwoManagersFixture.As(manager)));

    private Task ManageAsync(string manager, string version) => _fixture.SendAsync(TwoManagersFixture.Event(
        "account", $"{Lee}-a2", "common", TwoManagersFixture.NameOf(Lee, "COMMON"), $""" "accountManager":"{manager} Manager" """,
        version));

    private static Task UntilAsync(LiveClient client, string topic, Func<JsonElement, bool> wanted) => ShowsAsync(
        client, f => TopicOf(f) == topic && f.TryGetProperty("changes", out var c) && c.EnumerateArray().Any(wanted));

    private static Task ShowsAsync(LiveClient client, Func<JsonElement, bool> wanted) =>
        ServerFixture.UntilAsync(() => Task.FromResult(client.Frames.Any(wanted)));

    private static bool HasAccounts(JsonElement change, int accounts) =>
        Is(change, "common") && change.GetProperty("territory").GetProperty("accounts").GetInt32() == accounts;

    private static bool Is(JsonElement change, string id) => change.GetProperty("id").GetString() == id;

    private static string TopicOf(JsonElement frame) => frame.GetProperty("topic").GetString()!;

    // The name of the topic is what the client asked for.
    private static string Text(JsonElement frame) =>
        (frame.TryGetProperty("state", out var state) ? state.ToString() : "")
        + (frame.TryGetProperty("changes", out var changes) ? changes.ToString() : "");
}
