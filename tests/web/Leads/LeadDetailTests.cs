using System.Globalization;
using System.Text.Json;

namespace OneLead.Web.Tests.Leads;

[Collection(nameof(ServerCollection))]
public class LeadDetailTests(ServerFixture server)
{
    [Fact]
    public async Task A_lead_says_what_moved_it_last_and_when_it_moves_by_itself()
    {
        const string Lead = "hpe:TRACE1:service_attach";
        await SendAsync("1", """ "endOfLife":"2023-12-01" """);
        await ServerFixture.UntilAsync(async () => (await server.Http.GetAsync("/api/v1/leads/" + Lead)).IsSuccessStatusCode);
        var detail = await server.GetAsync("/api/v1/leads/" + Lead);
        // It appeared, and has not moved since.
        Assert.Equal((JsonValueKind.Null, "item"),
            (detail.GetProperty("before").ValueKind, detail.GetProperty("cause").GetProperty("kind").GetString()));
        Assert.Equal("Item TRACE1 added", detail.GetProperty("cause").GetProperty("text").GetString());
        // 1,095 days past end of life are over on 2026-12-01: 40 for urgency instead of 60 means 7 points; here from +10 to +20.
        Assert.Equal("2026-12-01", detail.GetProperty("forecast").GetProperty("on").GetString());
        Assert.Equal(398, detail.GetProperty("forecast").GetProperty("days").GetInt32());
        Assert.Equal(detail.GetProperty("explanation").GetProperty("score").GetDecimal() + 3.5m,
            detail.GetProperty("forecast").GetProperty("score").GetDecimal());

        await SendAsync("2", """ "supportEnd":"2018-01-01" """);
        await ServerFixture.UntilAsync(
            async () => (await server.GetAsync("/api/v1/leads/" + Lead)).GetProperty("before").ValueKind == JsonValueKind.Object);
        var moved = await server.GetAsync("/api/v1/leads/" + Lead);
        Assert.Equal(detail.GetProperty("explanation").GetProperty("score").GetDecimal(),
            moved.GetProperty("before").GetProperty("score").GetDecimal());
        Assert.Equal(("item", "hpe:TRACE1", "api"), (
            moved.GetProperty("cause").GetProperty("kind").GetString(), moved.GetProperty("cause").GetProperty("entity").GetString(),
            moved.GetProperty("cause").GetProperty("source").GetString()));
        Assert.Equal(("Support end set to 1 Jan 2018", "API"),
            (moved.GetProperty("cause").GetProperty("what").GetString(), moved.GetProperty("cause").GetProperty("sender").GetString()));
        Assert.Equal(
            Urgency(moved) - Urgency(detail),
            int.Parse(moved.GetProperty("cause").GetProperty("effect").GetString()!["urgency +".Length..], CultureInfo.InvariantCulture));
        Assert.True(moved.GetProperty("receipt").GetProperty("sequence")
            .GetInt64() >= moved.GetProperty("cause").GetProperty("sequence").GetInt64());

        static int Urgency(JsonElement lead) =>
            lead.GetProperty("lead").GetProperty("factors").GetProperty("urgency").GetInt32();

        async Task SendAsync(string id, string fields) => (await server.PostAsync("/api/v1/events", $$"""
            {"kind":"item","territory":"57002","id":"trace-{{id}}","data":{"serial":"TRACE1","productName":"HP MDL HDD","supportStatus":"Uncovered","territory":"57002",{{fields}}} }
            """)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Figures_say_what_they_mean_and_the_system_says_how_it_is()
    {
        await server.ItemAsync("FIGURE1");
        var analytics = await server.GetAsync("/api/v1/analytics");
        foreach (var metric in analytics.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Object))
        {
            Assert.NotEmpty(metric.Value.GetProperty("definition").GetString()!);
            Assert.Equal(metric.Value.GetProperty("available").GetBoolean(),
                metric.Value.GetProperty("data").ValueKind != JsonValueKind.Null);
            Assert.Equal(metric.Value.GetProperty("available").GetBoolean(),
                metric.Value.GetProperty("reason").ValueKind == JsonValueKind.Null);
        }
        Assert.Equal((await server.GetAsync("/api/v1/leads")).GetProperty("total").GetInt32(),
            analytics.GetProperty("scores").GetProperty("data").EnumerateArray().Sum(b => b.GetProperty("count").GetInt32()));
        var system = await server.GetAsync("/api/v1/system");
        Assert.Equal(("sqlite", "2025-10-29"), (system.GetProperty("storage").GetString(), system.GetProperty("day").GetString()));
        Assert.True(system.GetProperty("journal").GetProperty("bytes").GetInt64() > 0);
        Assert.Contains(system.GetProperty("actors").EnumerateArray(), a => a.GetProperty("count").GetInt64() > 0);
        Assert.Equal(["store", "actors", "nodes", "read_model", "drift", "day", "rules", "queue", "seals", "dead_letters"],
            system.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
    }
}
