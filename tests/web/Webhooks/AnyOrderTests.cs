using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneLead.Testing.Senders;

namespace OneLead.Web.Tests.Webhooks;

/// <summary>Deliveries of all formats, each signed as its sender does, late, twice and in any order.</summary>
public sealed class AnyOrderTests
{
    private const int Deliveries = 120, Shuffles = 2;
    private static readonly DateTimeOffset Start = new(2025, 10, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] Companies = ["Amaterasu", "Borealis", "Cormorant", "Dunwich"];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Shuffled_doubled_and_delayed_they_end_in_the_same_state_byte_for_byte(int seed)
    {
        var dice = new Random(seed);
        var deliveries = Enumerable.Range(0, Deliveries).Select(i => Delivery(dice, i)).ToArray();
        var expected = await PlayAsync(deliveries);
        foreach (var company in Companies)
            Assert.Contains(company, expected, StringComparison.Ordinal);
        for (var i = 0; i < Shuffles; i++)
        {
            var shuffled = deliveries.Concat(deliveries.Where(_ => dice.Next(4) == 0)).ToArray();
            dice.Shuffle(shuffled);
            Assert.Equal(expected, await PlayAsync(shuffled));
        }
    }

    private static async Task<string> PlayAsync(IEnumerable<(Sender Sender, byte[] Body)> deliveries)
    {
        var server = new ServerFixture();
        await server.InitializeAsync();
        try
        {
            server.Configure();
            foreach (var (sender, body) in deliveries)
            {
                using var answer = await server.DeliverAsync(sender, body);
                Assert.True(answer.IsSuccessStatusCode, $"{sender.Format}: {await answer.Content.ReadAsStringAsync()}");
            }
            return await StateAsync(server);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    // What every account shows, and what is kept for somebody to look at; not when it came and by which row.
    private static async Task<string> StateAsync(ServerFixture server)
    {
        (await server.PostAsync("/api/v1/reconciliation/settle", "{}")).EnsureSuccessStatusCode();
        var verified = JsonNode.Parse(await (await server.PostAsync("/api/v1/verification", "{}")).Content.ReadAsStringAsync())!;
        Assert.True(verified["ok"]!.GetValue<bool>(), verified.ToJsonString());
        var text = new StringBuilder();
        foreach (var account in (await server.GetAsync("/api/v1/accounts?limit=500")).GetProperty("items").EnumerateArray()
            .Select(a => a.GetProperty("id").GetString()!).Order(StringComparer.Ordinal))
            text.AppendLine(Strip(await server.GetAsync($"/api/v1/accounts/{account}")));
        foreach (var letter in (await server.GetAsync("/api/v1/dead-letters?limit=500")).GetProperty("items").EnumerateArray()
            .Select(l => Strip(l)).Order(StringComparer.Ordinal))
            text.AppendLine(letter);
        return text.ToString();
    }

    private static string Strip(JsonElement json)
    {
        var node = JsonNode.Parse(json.GetRawText())!;
        Strip(node);
        return node.ToJsonString();
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var part in array)
                Strip(part);
        }
        if (node is not JsonObject parts)
            return;
        // How it came, and not what it is: the trend is where the health was before the last delivery that moved it.
        foreach (var name in (string[])["updatedAt", "receivedAt", "sequence", "trend"])
            parts.Remove(name);
        // Letters are numbered as they come.
        if (parts.ContainsKey("attempts"))
            parts.Remove("id");
        foreach (var part in parts)
            Strip(part.Value);
    }

    // A delivery in the i-th minute; each format has four companies of its own, some deals, and what its senders do to them.
    // No two companies have one name: which of such accounts lends the id depends on which was there first, and stays.
    private static (Sender, byte[]) Delivery(Random dice, int i)
    {
        var (at, company, other, deal) = (Start.AddMinutes(i), dice.Next(4), dice.Next(4), dice.Next(6));
        return (i % 6) switch
        {
            0 => (Sender.Of("hubspot"), HubSpot(dice, at, 100 + company, 100 + other, 500 + deal)),
            1 => (Sender.Of("salesforce"), Salesforce(dice, at, i, company, deal)),
            2 => (Sender.Of("dynamics"), Dynamics(dice, at, i, company, deal)),
            3 => (Sender.Of("pipedrive"), Pipedrive(dice, at, i, 1 + company, 1 + other, 1 + deal)),
            4 => (Sender.Of("cloudevents"), CloudEvent(dice, at, i, company)),
            _ => (Sender.Of("standard"), Standard(dice, at, i, company, deal)),
        };
    }

    private static string Name(string format, int company) => $"{Companies[company]} {format} {company}";

    private static byte[] HubSpot(Random dice, DateTimeOffset at, long company, long other, long deal) =>
        HubSpotSender.Body(dice.Next(9) switch
        {
            0 => [HubSpotSender.PropertyChange("deal", deal, "amount", dice.Next(2) == 0 ? "" : $"{dice.Next(1000)}00", at),
                HubSpotSender.PropertyChange("deal", deal, "dealname", $"Deal {deal}", at)],
            1 or 2 => [HubSpotSender.Association("DEAL_TO_COMPANY", deal, company, isRemoved: false, at),
                HubSpotSender.Association("DEAL_TO_COMPANY", deal, other, isRemoved: company != other, at)],
            3 => [HubSpotSender.Notification("company.merge", at, ("primaryObjectId", company),
                ("mergedObjectIds", company == other ? Array.Empty<long>() : [other]))],
            4 => [HubSpotSender.Notification("deal.deletion", at, ("objectId", deal))],
            5 => [HubSpotSender.PropertyChange("deal", deal, "dealstage", dice.Next(2) == 0 ? "closedwon" : "qualifiedtobuy", at)],
            6 => [HubSpotSender.Notification("deal.restore", at, ("objectId", deal))],
            _ => [HubSpotSender.PropertyChange("company", company, "name", Name("hubspot", (int)company - 100), at)],
        });

    private static byte[] Salesforce(Random dice, DateTimeOffset at, int i, int company, int deal)
    {
        var (account, opportunity) = ($"001xx{company:D13}", $"006xx{deal:D13}");
        return dice.Next(8) switch
        {
            0 => SalesforceSender.Body(SalesforceSender.Header("Opportunity", "UPDATE", at, [opportunity], i),
                ("Amount", dice.Next(1000) * 100)),
            1 => SalesforceSender.CometD(
                SalesforceSender.Header("Opportunity", "UPDATE", at, [opportunity], i, ("nulledfields", ["Amount"]))),
            2 => SalesforceSender.Body(SalesforceSender.Header("Opportunity", "CREATE", at, [opportunity], i),
                ("Name", $"Opportunity {deal}"), ("AccountId", account), ("StageName", "Prospecting")),
            3 => SalesforceSender.Body(SalesforceSender.Header("Opportunity", "GAP_UPDATE", at, [opportunity], i)),
            4 => SalesforceSender.Body(
                SalesforceSender.Header("Opportunity", dice.Next(2) == 0 ? "DELETE" : "GAP_DELETE", at, [opportunity], i)),
            5 => SalesforceSender.Body(SalesforceSender.Header("Account", "GAP_OVERFLOW", at, ["000000000000000"], i)),
            6 => SalesforceSender.Body(SalesforceSender.Header("Account", "UPDATE", at, [account, $"001xx{3:D13}"], i),
                ("Industry", $"Energy {i}")),
            _ => SalesforceSender.Body(SalesforceSender.Header("Account", "UPDATE", at, [account], i),
                ("Name", Name("salesforce", company))),
        };
    }

    private static byte[] Dynamics(Random dice, DateTimeOffset at, int i, int company, int deal)
    {
        var (account, opportunity, operation) = (DynamicsSender.Id(100 + company), DynamicsSender.Id(500 + deal),
            DynamicsSender.Id(900_000 + i));
        return dice.Next(5) switch
        {
            0 => DynamicsSender.Body("Update", "opportunity", opportunity, at, operation,
                [("estimatedvalue", DynamicsSender.Money(dice.Next(1000) * 100m))]),
            1 => DynamicsSender.Body("Create", "opportunity", opportunity, at, operation,
                [("name", $"Opportunity {deal}"), ("parentaccountid", DynamicsSender.Reference("account", account, null))]),
            2 => DynamicsSender.Body("Delete", "opportunity", opportunity, at, operation, []),
            3 => DynamicsSender.Body("Update", "opportunity", opportunity, at, operation, [("name", $"Opportunity {deal}")], [("name",
                $"Opportunity {deal}"), ("parentaccountid", DynamicsSender.Reference("account", account, null)), ("estimatedvalue", null)]),
            _ => DynamicsSender.Body("Update", "account", account, at, operation, [("name", Name("dynamics", company))]),
        };
    }

    private static byte[] Pipedrive(Random dice, DateTimeOffset at, int i, int company, int other, int deal)
    {
        var time = dice.Next(2) == 0
            ? at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return dice.Next(5) switch
        {
            0 => PipedriveSender.Body("delete", "deal", deal, time, null, i),
            1 when company != other => PipedriveSender.Body("delete", "organization", company, time, null, i, mergedTo: other),
            2 => PipedriveSender.Body("change", "organization", company, time,
                new { id = company, name = Name("pipedrive", company - 1) }, i),
            _ => PipedriveSender.Body("change", "deal", deal, time, new
            {
                id = deal, title = $"Deal {deal}", value = dice.Next(1000) * 100, currency = "EUR",
                org_id = dice.Next(4) == 0 ? (int?)null : company, status = "open",
            }, i),
        };
    }

    private static byte[] CloudEvent(Random dice, DateTimeOffset at, int i, int company) => CloudEventsSender.One(dice.Next(4) == 0
        ? CloudEventsSender.Event($"e-{i}", "com.example.deal.updated", at, new { amount = i * 100 }, $"d-{company}")
        : CloudEventsSender.Event($"e-{i}", "onelead.event", at, new
        {
            kind = "opportunity", territory = "56088", name = Name("cloud", company), entity = $"C-{dice.Next(6)}",
            occurredAt = at.ToString("O", CultureInfo.InvariantCulture), data = new { amount = dice.Next(1000) * 100 },
        }));

    private static byte[] Standard(Random dice, DateTimeOffset at, int i, int company, int deal) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        kind = "item", territory = "56180", name = Name("standard", company), entity = $"hpe:S{deal}",
        occurredAt = at.ToString("O", CultureInfo.InvariantCulture),
        data = new
        {
            serial = $"S{deal}", productName = "HP DL360p Gen8 8-SFF CTO Server", endOfLife = dice.Next(2) == 0 ? "2015-07-01" : null,
            supportEnd = "2018-01-01", supportStatus = dice.Next(2) == 0 ? "Warranty Expired - Uncovered Box" : "Active Contract", note = i,
        },
    });
}
