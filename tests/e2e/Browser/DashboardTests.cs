using static OneLead.EndToEnd.Tests.Browser.Behind;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>What everybody sees first, and that it moves when something happened.</summary>
[Collection(BrowserSuite.Name)]
public sealed class DashboardTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task The_overview_shows_what_the_portfolio_is()
    {
        var page = await OpenAsync(Dashboard.Overview);
        var portfolio = await Server.GetAsync("/api/v1/portfolio");
        var leads = portfolio.GetProperty("leads");
        await page.Locator(".hero-value").First.HasAsync(Count(leads.GetProperty("total")));
        await page.Locator(".hero-value").Nth(1)
            .HasAsync(Count(leads.GetProperty("critical").GetInt32() + leads.GetProperty("high").GetInt32()));
        foreach (var (name, figure) in new[] { ("Customers at risk", "atRisk"), ("Installed items", "items"), ("Accounts", "accounts") })
            await page.Figure(name).Value().HasAsync(Count(portfolio.GetProperty(figure)));
        await page.Figure("Lead value").Value().HasAsync(Sum(portfolio.GetProperty("leadValue")));
        await page.Figure("Weighted pipeline").Value()
            .HasAsync(Sum(portfolio.GetProperty("pipeline"), "weighted"));
        var top = (await Server.GetAsync("/api/v1/leads?limit=10")).GetProperty("items").EnumerateArray().Select(Id);
        await page.Locator(".top-leads .lead-row").HasRowsAsync(10);
        Assert.Equal(top, await page.Locator(".top-leads .lead-row").EvaluateAllAsync<string[]>("rows => rows.map(r => r.dataset.row)"));
    }

    [BrowserFact]
    public async Task A_change_of_an_item_moves_its_lead_in_the_open_queue_and_takes_it_away_when_nothing_calls_for_it()
    {
        var lead = await Server.NewLeadAsync("LIVE1");
        var page = await OpenAsync($"{Dashboard.Queue}?text=LIVE1");
        await page.MarkAsync();
        var row = page.Row(lead);
        await row.Locator(".c-score b").HasAsync(await Server.ScoreAsync(lead));

        // Less urgent: end of life is no longer more than five years ago.
        await Server.ItemAsync("LIVE1", ("endOfLife", "2024-12-01"), ("supportStatus", "Uncovered"));
        await Wait.UntilAsync("the renewal has gone at the server", async () => (await Server.LeadsAsync("LIVE1")).Length == 1);
        var attach = Assert.Single(await Server.LeadsAsync("LIVE1"));
        Assert.Equal("service_attach", attach.GetProperty("type").GetString());
        await page.HasLeftAsync(lead);
        await page.Row(Id(attach)).Locator(".c-score b").HasAsync(Two(attach.GetProperty("score")));
        await page.Row(Id(attach)).Locator(".priority-word").HasAsync(Word(attach.GetProperty("priority").GetString()!));

        await Server.ItemAsync("LIVE1", ("endOfLife", "2040-01-01"), ("supportStatus", "Active Contract"), ("supportEnd", "2040-01-01"));
        await Wait.UntilAsync("no lead is left at the server", async () => (await Server.LeadsAsync("LIVE1")).Length == 0);
        await page.HasLeftAsync(Id(attach));
        Assert.True(await page.WasNeverReloadedAsync());
    }

    [BrowserFact]
    public async Task An_event_moves_the_numbers_of_the_open_overview_and_of_the_open_account()
    {
        var overview = await OpenAsync(Dashboard.Overview);
        var accounts = await Server.AllAsync("/api/v1/accounts?territory=56100");
        var account = await OpenAsync($"/app/accounts/{Uri.EscapeDataString(Id(accounts[0]))}");
        await account.IsAsync(accounts[0].GetProperty("name").GetString()!);
        await overview.MarkAsync();
        await account.MarkAsync();
        var (items, leads) = (await overview.Figure("Installed items").Value().NumberAsync(),
            await account.Figure("Open leads").Value().NumberAsync());

        await Server.NewLeadAsync("LIVE2");
        var more = (await Server.LeadsAsync("LIVE2")).Length;
        Assert.InRange(more, 1, 3);
        await overview.Figure("Installed items").Value().HasAsync(Count((int)items + 1));
        await account.Figure("Open leads").Value().HasAsync(Count((int)leads + more));
        Assert.True(await overview.WasNeverReloadedAsync() && await account.WasNeverReloadedAsync());
    }

    [BrowserFact]
    public async Task A_drawers_contributions_sum_to_its_score_and_a_contact_is_seen_by_the_server_and_by_others()
    {
        var lead = await Server.NewLeadAsync("DRAWER1");
        var mine = await OpenAsync($"{Dashboard.Queue}?text=DRAWER1");
        var theirs = await OpenAsync($"{Dashboard.Queue}?text=DRAWER1");
        await theirs.Row(lead).Locator(".c-status").HasAsync("New");
        await theirs.MarkAsync();

        await mine.Row(lead).Locator(".c-account").ClickAsync();
        var drawer = mine.Drawer();
        await drawer.Locator(".explain tfoot td.num").First.IsShownAsync();
        var shown = await drawer.Locator("section[aria-label='Why this score'] h3 .num").NumberAsync();
        var table = drawer.Locator("section[aria-label='Why this score'] .explain");
        Assert.Equal(Dashboard.Parse(await Server.ScoreAsync(lead)), shown);
        Assert.Equal(shown, await table.Locator("tr:not(.explain-factor) td:last-child:not(tfoot td)").SumAsync());
        Assert.Equal(shown, await table.Locator(".explain-factor td:last-child").SumAsync());
        Assert.Equal(shown, await table.Locator("tfoot td.num").NumberAsync());

        await drawer.Button("Contact").ClickAsync();
        await drawer.Locator(".status-contacted").IsShownAsync();
        Assert.Equal("contacted", await Server.StatusAsync(lead));
        await theirs.Row(lead).Locator(".c-status").HasAsync("Contacted");
        Assert.True(await theirs.WasNeverReloadedAsync());
    }

    private static string Word(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
