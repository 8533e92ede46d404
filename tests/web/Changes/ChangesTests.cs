using System.Text.Json;

namespace OneLead.Web.Tests.Changes;

[Collection(nameof(ServerCollection))]
public class ChangesTests(ServerFixture server)
{
    [Fact]
    public async Task A_lead_that_changes_its_band_is_told_with_its_cause()
    {
        await using var client = await LiveClient.ConnectAsync(server.Address);
        await client.WatchAsync("changes");
        const string Serial = "BAND1";
        await SendAsync("1", """ "endOfLife":"2023-12-01" """);
        await ServerFixture.UntilAsync(
            async () => (await server.GetAsync($"/api/v1/leads?text={Serial}")).GetProperty("total").GetInt32() == 1);
        await SendAsync("2", """ "endOfLife":"2015-07-01","supportEnd":"2018-01-01" """);
        await ServerFixture.UntilAsync(
            async () => (await server.GetAsync("/api/v1/changes")).GetProperty("items").EnumerateArray().Any(IsIt));
        var change = (await server.GetAsync("/api/v1/changes")).GetProperty("items").EnumerateArray().First(IsIt);
        Assert.Equal(("lead", "medium", "high"),
            (change.GetProperty("kind").GetString(), change.GetProperty("before").GetString(), change.GetProperty("after").GetString()));
        Assert.Equal(("item", "hpe:" + Serial, "api"), (
            change.GetProperty("cause").GetProperty("kind").GetString(), change.GetProperty("cause").GetProperty("entity").GetString(),
            change.GetProperty("cause").GetProperty("source").GetString()));
        // Base 50, and 10 for 698 days past end of life; then 30 for 3,773 days, and 20 for the end of support: 60 became 100.
        Assert.Equal(("Support end set to 1 Jan 2018; end of life changed to 1 Jul 2015 → urgency +40", "API"), (
            change.GetProperty("cause").GetProperty("text").GetString(), change.GetProperty("cause").GetProperty("sender").GetString()));
        var frame = await client.FrameAsync(
            f => f.TryGetProperty("changes", out var changes) && changes.EnumerateArray().Any(c => IsIt(c.GetProperty("change"))));
        Assert.Equal("changes", frame.GetProperty("topic").GetString());
        Assert.Empty((await server.GetAsync("/api/v1/changes?since=2100-01-01T00:00:00Z")).GetProperty("items").EnumerateArray());

        static bool IsIt(JsonElement change) => change.GetProperty("lead") is { ValueKind: JsonValueKind.Object } lead
            && lead.GetProperty("item").GetProperty("serial").GetString() == Serial;

        async Task SendAsync(string id, string fields) => (await server.PostAsync("/api/v1/events", $$"""
            {"kind":"item","territory":"57001","id":"band-{{id}}","data":{"serial":"{{Serial}}","productName":"HP DL360p Gen8 8-SFF CTO Server",{{fields}},"supportStatus":"Uncovered","territory":"57001"} }
            """)).EnsureSuccessStatusCode();
    }
}
