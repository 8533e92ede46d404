using static OneLead.EndToEnd.Tests.Browser.Behind;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>What everybody sees first, and that it moves when something happened.</summary>
[Collection(BrowserSuite.Name)]
public sealed class DashboardTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task The_overview_shows_what_the_portfolio_is()
    {
        var page = await Open(Dashboard.Overview);
        var portfolio = await Server.Get("/api/v1/portfolio");
        var leads = portfolio.GetProperty("leads");
        await page.Locator(".hero-value").First.Has(Count(leads.GetProperty("total")));
        await page.Locator(".hero-value").Nth(1).Has(Count(leads.GetProperty("critical").GetInt32() + leads.GetProperty("high").GetInt32()));
        foreach (var (name, figure) in new[] { ("Customers at risk", "atRisk"), ("Installed items", "items"), ("Accounts", "accounts") })
            await page.Figure(name).Value().Has(Count(portfolio.GetProperty(figure)));
        await page.Figure("Lead value").Value().Has(Money(portfolio.GetProperty("leadValue").GetProperty("amount").GetDecimal()));
        await page.Figure("Weighted pipeline").Value().Has(Money(portfolio.GetProperty("pipeline").GetProperty("weighted").GetDecimal()));
        var top = (await Server.Get("/api/v1/leads?limit=10")).GetProperty("items").EnumerateArray().Select(Id);
        await page.Locator(".top-leads .lead-row").HasRows(10);
        Assert.Equal(top, await page.Locator(".top-leads .lead-row").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.row)"));
    }

    [BrowserFact]
    public async Task A_change_of_an_item_moves_its_lead_in_the_open_queue_and_takes_it_away_when_nothing_calls_for_it()
    {
        var lead = await Server.NewLead("LIVE1");
        var page = await Open($"{Dashboard.Queue}?text=LIVE1");
        await page.Mark();
        var row = page.Row(lead);
        await row.Locator(".c-score b").Has(await Server.Score(lead));

        // Less urgent: end of life is no longer more than five years ago.
        await Server.Item("LIVE1", ("endOfLife", "2024-12-01"), ("supportStatus", "Uncovered"));
        await Wait.Until("the renewal has gone at the server", async () => (await Server.Leads("LIVE1")).Length == 1);
        var attach = Assert.Single(await Server.Leads("LIVE1"));
        Assert.Equal("service_attach", attach.GetProperty("type").GetString());
        await page.HasLeft(lead);
        await page.Row(Id(attach)).Locator(".c-score b").Has(Two(attach.GetProperty("score")));
        await page.Row(Id(attach)).Locator(".priority-word").Has(Word(attach.GetProperty("priority").GetString()!));

        await Server.Item("LIVE1", ("endOfLife", "2040-01-01"), ("supportStatus", "Active Contract"), ("supportEnd", "2040-01-01"));
        await Wait.Until("no lead is left at the server", async () => (await Server.Leads("LIVE1")).Length == 0);
        await page.HasLeft(Id(attach));
        Assert.True(await page.WasNeverReloaded());
    }

    [BrowserFact]
    public async Task An_event_moves_the_numbers_of_the_open_overview_and_of_the_open_account()
    {
        var overview = await Open(Dashboard.Overview);
        var accounts = await Server.All("/api/v1/accounts?territory=56100");
        var account = await Open($"/app/accounts/{Uri.EscapeDataString(Id(accounts[0]))}");
        await account.Is(accounts[0].GetProperty("name").GetString()!);
        await overview.Mark();
        await account.Mark();
        var (items, leads) = (await overview.Figure("Installed items").Value().Number(), await account.Figure("Open leads").Value().Number());

        await Server.NewLead("LIVE2");
        var more = (await Server.Leads("LIVE2")).Length;
        Assert.InRange(more, 1, 3);
        await overview.Figure("Installed items").Value().Has(Count((int)items + 1));
        await account.Figure("Open leads").Value().Has(Count((int)leads + more));
        Assert.True(await overview.WasNeverReloaded() && await account.WasNeverReloaded());
    }

    [BrowserFact]
    public async Task A_drawers_contributions_sum_to_its_score_and_a_contact_is_seen_by_the_server_and_by_others()
    {
        var lead = await Server.NewLead("DRAWER1");
        var mine = await Open($"{Dashboard.Queue}?text=DRAWER1");
        var theirs = await Open($"{Dashboard.Queue}?text=DRAWER1");
        await theirs.Row(lead).Locator(".c-status").Has("New");
        await theirs.Mark();

        await mine.Row(lead).Locator(".c-account").ClickAsync();
        var drawer = mine.Drawer();
        await drawer.Locator(".explain tfoot td.num").First.IsShown();
        var shown = await drawer.Locator("section[aria-label='Why this score'] h3 .num").Number();
        var table = drawer.Locator("section[aria-label='Why this score'] .explain");
        Assert.Equal(Dashboard.Parse(await Server.Score(lead)), shown);
        Assert.Equal(shown, await table.Locator("tr:not(.explain-factor) td:last-child:not(tfoot td)").Sum());
        Assert.Equal(shown, await table.Locator(".explain-factor td:last-child").Sum());
        Assert.Equal(shown, await table.Locator("tfoot td.num").Number());

        await drawer.Button("Contact").ClickAsync();
        await drawer.Locator(".status-contacted").IsShown();
        Assert.Equal("contacted", await Server.Status(lead));
        await theirs.Row(lead).Locator(".c-status").Has("Contacted");
        Assert.True(await theirs.WasNeverReloaded());
    }

    private static string Word(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
