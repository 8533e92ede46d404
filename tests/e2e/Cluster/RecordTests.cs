using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>Two processes show the same recorded days, changes and health moves, also after one has been killed.</summary>
[Trait(Category.Name, Category.Kills)]
public sealed class RecordTests
{
    private const string Old = """
        "productName":"HP DL360p Gen8 8-SFF CTO Server","endOfLife":"2015-07-01","supportEnd":"2018-01-01","supportStatus":"Expired"
        """;

    [PostgresFact]
    public async Task Every_node_shows_the_same_records_and_none_is_lost_or_doubled_when_the_node_that_records_is_killed()
    {
        await using var cluster = await TwoNodes.StartAsync();
        // Support that ended and end of life more than 1,825 days ago: a renewal and a refresh of R1; a renewal of R2.
        await cluster.SendAsync(0, Item("R1", "ACME", Old), Item("R2", "BETA", """
            "productName":"HPE DL380 Gen10 Server","endOfLife":"2031-01-01","supportEnd":"2018-01-01","supportStatus":"Expired"
            """));
        await LeadsAsync(cluster, 3);
        await cluster[1].PostAsync("/api/v1/leads/hpe:R1:hardware_refresh/status", new { status = "converted" }, "*");
        // R2's renewal goes and BETA is at risk no longer; R1's renewal has 20 points of urgency less.
        await cluster.SendAsync(1, Item("R2", "BETA", """ "supportEnd":"2029-06-14","supportStatus":"Active" """, "R2-renewed"),
            Item("R1", "ACME", """ "endOfLife":"2024-01-01" """, "R1-corrected"));
        await LeadsAsync(cluster, 1);
        await SameAsync(cluster, (0, 3, 0, 1, 1, 0, 1), changes: 2);

        var recorder = await cluster.RecorderAsync();
        var other = 1 - recorder;
        await cluster[recorder].KillAsync();
        // Nobody records these for some seconds.
        await cluster.SendAsync(other, Item("R3", "ACME", Old),
            Item("R2", "BETA", """ "supportEnd":"2018-01-01","supportStatus":"Expired" """, "R2-lapsed"));
        await cluster.RestartAsync(recorder);
        await LeadsAsync(cluster, 4);
        // R3 brings two leads, and R2's renewal is back; BETA is at risk again.
        await SameAsync(cluster, (0, 6, 0, 1, 1, 0, 4), changes: 3);
        Assert.Equal(other, await cluster.RecorderAsync());
    }

    private static async Task SameAsync(TwoNodes cluster, (int, int, int, int, int, int, int) today, int changes)
    {
        string[] shown = [];
        await Wait.UntilAsync(() => string.Join("\n---\n", shown), async () =>
        {
            shown = await Task.WhenAll(cluster.Nodes.Select(ShownAsync));
            return shown[0] == shown[1] && await TodayAsync(cluster[0]) == today
                && (await ChangesAsync(cluster[0])).GetArrayLength() == changes;
        });
    }

    private static Task LeadsAsync(TwoNodes cluster, int open) => Task.WhenAll(cluster.Nodes.Select(n => Wait.UntilAsync(
        $"{open} leads are open", async () => (await n.GetAsync("/api/v1/leads?status=new&status=contacted&status=qualified")).GetProperty("total").GetInt32() == open)));

    private static async Task<string> ShownAsync(RunningServer node)
    {
        var analytics = await node.GetAsync("/api/v1/analytics");
        var trends = (await node.AllAsync("/api/v1/accounts")).Select(a => a.GetProperty("name").GetString() + a.GetProperty("trend"));
        return string.Join('\n',
            [analytics.GetProperty("velocity"), analytics.GetProperty("bands"), await ChangesAsync(node), .. trends.Order()]);
    }

    private static async Task<(int, int, int, int, int, int, int)> TodayAsync(RunningServer node)
    {
        var day = (await node.GetAsync("/api/v1/analytics")).GetProperty("velocity").GetProperty("data").EnumerateArray().Last();
        return (Of("openBefore"), Of("opened"), Of("reopened"), Of("resolved"), Of("converted"), Of("rejected"), Of("open"));

        int Of(string name) => day.GetProperty(name).GetInt32();
    }

    private static async Task<JsonElement> ChangesAsync(RunningServer node) =>
        (await node.GetAsync("/api/v1/changes")).GetProperty("items");

    private static string Item(string serial, string account, string fields, string? id = null) => $$"""
        {"kind":"item","name":"{{account}}","territory":"57002","id":"{{id ?? serial}}",
         "data":{"serial":"{{serial}}","territory":"57002",{{fields}} } }
        """;
}
