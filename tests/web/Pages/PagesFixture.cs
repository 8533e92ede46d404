using System.Text.Json;

namespace OneLead.Web.Tests.Pages;

/// <summary>A server with a handful of accounts whose figures are worked out by hand; the day is 2025-10-29.</summary>
public sealed class PagesFixture : IAsyncLifetime
{
    public ServerFixture Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await SendAsync(
            // ACME: two items past end of life (3,773 and 1,000 days), one with a contract; one ends support in 30 days.
            Item("A1", "100", "ACME",
                """ "endOfLife":"2015-07-01","supportStatus":"Uncovered","productName":"HP DL360p Gen8 8-SFF CTO Server" """),
            Item("A2", "100", "ACME",
                """ "endOfLife":"2023-02-02","supportStatus":"Active Warranty","contractValue":1500.50"""
                + ""","productName":"HP DL380 Gen9 Server" """),
            Item("A3", "100", "ACME",
                """ "endOfLife":"2031-01-01","supportEnd":"2025-11-28","supportStatus":"Active Warranty","contractValue":900"""
                + ""","productName":"HPE DL380 Gen10 Server" """),
            Item("A4", "100", "ACME",
                """ "endOfLife":"2031-01-01","supportEnd":"2026-02-26","supportStatus":"Active """
                + """Warranty","productName":"HPE DL380 Gen10 Server" """),
            // BETA: nothing past end of life.
            Item("B1", "200", "BETA",
                """ "endOfLife":"2031-01-01","supportEnd":"2030-01-01","supportStatus":"Active """
                + """Warranty","productName":"HPE DL380 Gen10 Server" """),
            Entity("account", "acme", "100", "ACME", """ "tier":"Strategic","segment":"Enterprise" """),
            Entity("account", "beta", "200", "BETA", """ "tier":"Growth","segment":"Midmarket" """),
            Entity("opportunity", "o1", "100", "ACME",
                """ "name":"Big","stage":"Proposal","amount":250000,"probability":0.8,"closeDate":"2025-11-08","currency":"USD" """),
            Entity("opportunity", "o2", "100", "ACME",
                """ "name":"Unlikely","stage":"Proposal","amount":500000,"probability":0.2,"closeDate":"2026-03-01" """),
            Entity("opportunity", "o3", "100", "ACME",
                """ "name":"Won","stage":"Closed Won","amount":900000,"probability":1,"closeDate":"2025-11-01" """),
            Entity("opportunity", "o4", "200", "BETA",
                """ "name":"Small","stage":"Qualify","amount":1000,"probability":0.9,"closeDate":"2025-12-01" """),
            Entity("opportunity", "o5", "200", "BETA", """ "name":"Nameless amount","stage":"Qualify" """),
            Entity("contract", "c1", "100", "ACME", """ "number":"C-1","end":"2026-01-27","annualValue":12000,"currency":"USD" """),
            Entity("contract", "c2", "100", "ACME", """ "number":"C-2","end":"2026-01-28" """),
            Entity("contract", "c3", "200", "BETA", """ "number":"C-3","end":"2026-03-01","noticeDays":180 """),
            Entity("contract", "c4", "200", "BETA", """ "number":"C-4","end":"2025-10-28" """),
            Entity("service_credit", "s1", "100", "ACME",
                """ "name":"Little used","purchased":100,"delivered":10,"active":90,"contractEnd":"2026-01-01" """),
            Entity("service_credit", "s2", "100", "ACME",
                """ "name":"Well used","purchased":100,"delivered":70,"contractEnd":"2026-01-01" """),
            Entity("service_credit", "s3", "200", "BETA",
                """ "name":"Run out","purchased":100,"delivered":0,"contractEnd":"2025-10-28" """),
            Entity("service_credit", "s4", "200", "BETA", """ "name":"Half","purchased":30,"delivered":15 """),
            Entity("project", "p1", "200", "BETA", """ "name":"Migration","status":"CLSD","end":"2025-01-01" """),
            Entity("activity", "v1", "200", "BETA", """ "subject":"Call about renewal","type":"call","mood":"good" """));
        await ServerFixture.UntilAsync(
            async () => (await Server.GetAsync("/api/v1/entities/opportunity")).GetProperty("total").GetInt32() == 5
            && (await Server.GetAsync("/api/v1/action-required")).GetProperty("ending").GetProperty("total").GetInt32() == 3
            && (await Server.GetAsync("/api/v1/entities/activity")).GetProperty("total").GetInt32() == 1
            && (await Server.GetAsync("/api/v1/accounts?text=ACME")).GetProperty("items")[0].GetProperty("items").GetInt32() == 4);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public async Task SendAsync(params string[] events) =>
        (await Server.PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();

    public static string Item(string serial, string territory, string name, string fields) =>
        $$$"""{"kind":"item","name":"{{{name}}}","territory":"{{{territory}}}","id":"item-{{{serial}}}","data":"""
        + $$$"""{"serial":"{{{serial}}}","territory":"{{{territory}}}",{{{fields}}}}}""";

    public static string Entity(string kind, string id, string territory, string name, string fields) =>
        $$$"""{"kind":"{{{kind}}}","entity":"{{{id}}}","name":"{{{name}}}","territory":"{{{territory}}}","id":"{{{kind}}}-"""
        + $$$"""{{{id}}}","data":{{{{fields}}}}}""";

    public async Task<string[]> IdsAsync(string path, string list = "items") =>
        [.. (await Server.GetAsync("/api/v1/" + path)).GetProperty(list).EnumerateArray().Select(e => e.GetProperty("id").GetString()!)];

    public async Task<JsonElement> GetAsync(string path) => await Server.GetAsync("/api/v1/" + path);
}
