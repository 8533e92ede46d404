using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OneLead.Web.Access;
using OneLead.Web.Tests.Users;

namespace OneLead.Web.Tests.Access;

/// <summary>Territory managers see what is below their territories, as soon as somebody states it.</summary>
public sealed class TerritoriesBelowTests : IAsyncLifetime
{
    private readonly ServerFixture _server = new();
    private HttpClient _admin = null!;
    private int _sent;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.ItemAsync("SOUTH1", "56088");
        await _server.ItemAsync("NORTH1", "56100");
        await _server.AddUserAsync("admin", Role.Administrator);
        _admin = _server.Shell();
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_manager_sees_the_territories_below_while_they_are_stated()
    {
        var secret = await KeyAsync("DACH");
        using var manager = _server.With(secret);
        await using var client = await LiveClient.ConnectAsync(_server.Address, null, ("Authorization", $"Bearer {secret}"));
        Assert.Equal(0, (await client.WatchAsync("portfolio")).GetProperty("state").GetProperty("items").GetInt32());
        await client.WatchAsync("leads");
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync("/api/v1/items/hpe:SOUTH1")).StatusCode);

        await StateAsync("South", "DACH");
        await StateAsync("56088", "South");
        await client.FrameAsync(f => HasItems(f, 1));
        await ServerFixture.UntilAsync(() => Task.FromResult(client.Frames.Any(
            static f => f.GetProperty("topic").GetString() == "leads" && f.ToString().Contains("SOUTH1", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync("/api/v1/items/hpe:SOUTH1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync("/api/v1/items/hpe:NORTH1")).StatusCode);
        var territories = (await manager.GetFromJsonAsync<JsonElement>("/api/v1/territories")).GetProperty("items");
        var south = Assert.Single(territories.EnumerateArray());
        Assert.Equal(("56088", 1), (south.GetProperty("name").GetString(), south.GetProperty("items").GetInt32()));
        Assert.Equal(["South", "DACH"], Texts(south.GetProperty("above")));
        // Sums are those of the accounts, each once.
        Assert.Equal(2, (await _admin.GetFromJsonAsync<JsonElement>("/api/v1/portfolio")).GetProperty("items").GetInt32());

        await StateAsync("56088", null);
        await client.FrameAsync(f => HasItems(f, 0));
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync("/api/v1/items/hpe:SOUTH1")).StatusCode);

        static bool HasItems(JsonElement frame, int items) => frame.GetProperty("topic").GetString() == "portfolio"
            && frame.TryGetProperty("state", out var state) && state.GetProperty("items").GetInt32() == items;
    }

    [Fact]
    public async Task A_circle_is_cut_and_said()
    {
        using var manager = _server.With(await KeyAsync("56088"));
        await StateAsync("56100", "56088");
        await ServerFixture.UntilAsync(async () => (await manager.GetAsync("/api/v1/items/hpe:NORTH1")).IsSuccessStatusCode);
        await StateAsync("56088", "56100");
        await ServerFixture.UntilAsync(
            async () => (await manager.GetAsync("/api/v1/items/hpe:NORTH1")).StatusCode == HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync("/api/v1/items/hpe:SOUTH1")).StatusCode);
        foreach (var territory in (await _admin.GetFromJsonAsync<JsonElement>("/api/v1/territories")).GetProperty("items").EnumerateArray())
        {
            Assert.True(territory.GetProperty("circle").GetBoolean());
            Assert.Empty(territory.GetProperty("above").EnumerateArray());
        }
    }

    [Fact]
    public async Task What_is_above_and_not_seen_is_not_named()
    {
        await StateAsync("56088", "South");
        await StateAsync("South", "EMEA");
        using var manager = _server.With(await KeyAsync("South"));
        JsonElement south = default;
        await ServerFixture.UntilAsync(async () => (await manager.GetFromJsonAsync<JsonElement>("/api/v1/territories"))
            .GetProperty("items").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } found
            && (south = found).ValueKind == JsonValueKind.Object);
        Assert.Equal(["South"], Texts(south.GetProperty("above")));
    }

    private static IEnumerable<string?> Texts(JsonElement texts) => texts.EnumerateArray().Select(static t => t.GetString());

    private async Task<string> KeyAsync(string territory)
    {
        using var answer = await _admin.PostAsJsonAsync(
            "/api/v1/keys", new { name = $"key.{territory}", role = "territory_manager", territories = new[] { territory } });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
    }

    private async Task StateAsync(string territory, string? parent)
    {
        using var answer = await _admin.PostAsJsonAsync("/api/v1/events", new
        {
            kind = "territory_mapping", entity = territory, id = $"tree-{++_sent}", data = new { parent },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
