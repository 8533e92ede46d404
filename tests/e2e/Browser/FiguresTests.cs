using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A figure that means the same is the same on every page.</summary>
[Collection(BrowserSuite.Name)]
public sealed partial class FiguresTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Every_page_shows_the_same_figures()
    {
        var overview = await OpenAsync("/app/");
        var (open, urgent, leadValue, pipeline, atRisk, items, pastEnd, accounts, deals) = await ReadOverviewAsync(overview);
        Assert.All([open, urgent, atRisk, items, pastEnd, accounts, deals], number => Assert.InRange(number, 1, 10_000));

        var queue = await OpenAsync("/app/leads");
        Assert.Equal(open, await RowsAsync(queue));
        Assert.Equal(open, await queue.Locator("nav a", new() { HasText = "Lead queue" }).Locator(".num").First.NumberAsync());
        Assert.Equal(urgent, await RowsAsync(await OpenAsync("/app/leads?priority=critical,high")));

        var revenue = await OpenAsync("/app/revenue");
        Assert.Equal(pipeline, await TextAsync(revenue.Figure("Total weighted pipeline").Value()));
        Assert.Equal(deals, FirstNumber(await NoteAsync(revenue, "Total weighted pipeline")));
        Assert.Equal(
            FirstNumber(await NoteAsync(overview, "Weighted pipeline"), 1),
            FirstNumber(await NoteAsync(revenue, "Total weighted pipeline"), 1));

        var analytics = await OpenAsync("/app/analytics");
        Assert.Equal(open, FirstNumber(await NoteAsync(analytics, "Unchanged for 30 days")));
        Assert.Equal(open, await analytics.Table("Movements of leads by day").Rows().First.Locator("td").Last.NumberAsync());

        var health = await OpenAsync("/app/health");
        Assert.Equal(atRisk, await health.Figure("Customers at risk").Value().NumberAsync());
        Assert.Equal(
            accounts,
            await health.Figure("Customers at risk").Value().NumberAsync() + await health.Figure("Not at risk").Value().NumberAsync()
                + await health.Figure("Health not known").Value().NumberAsync());
        Assert.Equal(pastEnd, await health.Figure("Items past end of life").Value().NumberAsync());
        Assert.Equal(items, FirstNumber(await NoteAsync(health, "Items past end of life")));
        var healthRows = health.Table("Accounts by health").Rows();
        await healthRows.HasRowsAsync((int)accounts);
        Assert.Equal(open, await healthRows.Cell("Leads").SumAsync());

        var territories = await OpenAsync("/app/territories");
        // Accounts without a territory have a row and are no territory.
        Assert.Equal(
            FirstNumber(await NoteAsync(overview, "Accounts")),
            FirstNumber(await TextAsync(territories.GetByText("territories, by the value of their open leads"))));
        Assert.Equal(leadValue, await TextAsync(territories.Figure("Lead value").Value()));
        Assert.Equal(urgent, await territories.Figure("Critical and high leads").Value().NumberAsync());
        Assert.Equal(open, FirstNumber(await NoteAsync(territories, "Critical and high leads")));
        Assert.Equal(pipeline, await TextAsync(territories.Figure("Weighted pipeline").Value()));
        var rows = territories.Table("Territories").Rows();
        foreach (var (column, sum) in new[]
        {
            ("Leads", open), ("Accounts", accounts), ("Items", items), ("Past EOL", pastEnd), ("At risk", atRisk),
        })
            Assert.Equal(sum, await rows.Cell(column).SumAsync());
    }

    // 56100 has one account: its row, the row of its territory and its own page say the same.
    [BrowserFact]
    public async Task An_account_shows_the_same_figures_as_its_rows()
    {
        var health = (await OpenAsync("/app/health?territory=56100")).Table("Accounts by health").Rows();
        await health.HasRowsAsync(1);
        var territory = (await OpenAsync("/app/territories")).Table("Territories").Rows().Filter(new() { HasText = "56100" });
        var (leads, value) = (await TextAsync(health.Cell("Leads")), await TextAsync(health.Cell("Lead value")));
        Assert.Equal((leads, value), (await TextAsync(territory.Cell("Leads")), await TextAsync(territory.Cell("Lead value"))));
        var (pastEnd, items) = (FirstNumber(await TextAsync(health.Cell("Past EOL"))),
            FirstNumber(await TextAsync(health.Cell("Past EOL")), 1));
        Assert.Equal((pastEnd, items), (await territory.Cell("Past EOL").NumberAsync(), await territory.Cell("Items").NumberAsync()));

        var account = await OpenAsync("/app/health?territory=56100");
        await account.Table("Accounts by health").Locator(".data-link").First.ClickAsync();
        Assert.Equal(leads, await TextAsync(account.Figure("Open leads").Value()));
        Assert.Equal(value, await TextAsync(account.Figure("Lead value").Value()));
        Assert.Equal(await TextAsync(territory.Cell("Pipeline")), await TextAsync(account.Figure("Weighted pipeline").Value()));
        Assert.Equal(items, await account.Figure("Installed items").Value().NumberAsync());
        Assert.Equal(Dashboard.Parse(leads), await RowsAsync(await OpenAsync("/app/leads?territory=56100")));
    }

    private static async Task<(
        decimal Open, decimal Urgent, string LeadValue, string Pipeline, decimal AtRisk, decimal Items, decimal PastEnd, decimal Accounts,
        decimal Deals)> ReadOverviewAsync(IPage page) =>
    (
        await HeroAsync(page, "Open leads"), await HeroAsync(page, "Critical and high"),
        await TextAsync(page.Figure("Lead value").Value()), await TextAsync(page.Figure("Weighted pipeline").Value()),
        await page.Figure("Customers at risk").Value().NumberAsync(), await page.Figure("Installed items").Value().NumberAsync(),
        FirstNumber(await NoteAsync(page, "Installed items")), await page.Figure("Accounts").Value().NumberAsync(),
        FirstNumber(await NoteAsync(page, "Weighted pipeline")));

    private static Task<decimal> HeroAsync(IPage page, string name) =>
        page.Locator($".hero:has(.hero-name:text-is(\"{name}\")) .hero-value").NumberAsync();

    // The head is a row, too.
    private static async Task<decimal> RowsAsync(IPage queue)
    {
        var grid = queue.Locator("[role=grid][aria-rowcount]");
        await grid.IsShownAsync();
        return Dashboard.Parse((await grid.GetAttributeAsync("aria-rowcount"))!) - 1;
    }

    private static async Task<string> TextAsync(ILocator element) => (await element.InnerTextAsync()).ReplaceLineEndings(" ").Trim();

    private static Task<string> NoteAsync(IPage page, string figure) => TextAsync(page.Figure(figure).Locator(".figure-note"));

    private static decimal FirstNumber(string text, int skip = 0) => Dashboard.Parse(Number().Matches(text)[skip].Value);

    [GeneratedRegex(@"\d[\d,]*")]
    private static partial Regex Number();
}
