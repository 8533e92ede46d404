using System.Text.Json;
using static OneLead.EndToEnd.Tests.Browser.Behind;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>The pages of the day's work: what cannot wait, where revenue is, what to offer.</summary>
[Collection(BrowserSuite.Name)]
public sealed class WorkPagesTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Figures_of_what_cannot_wait_lead_to_their_tables_and_say_what_the_server_says()
    {
        var page = await OpenAsync("/app/action");
        var all = await Server.GetAsync("/api/v1/action-required?limit=200");
        var expired = Items(all, "expired");
        Assert.True(expired.Length > 1);
        var table = page.Table("Accounts with items past end of life");
        await table.Rows().HasRowsAsync(expired.Length);
        Assert.Equal(expired.Select(e => e.GetProperty("account").GetProperty("name").GetString()!),
            await table.Rows().Cell("Account").Locator("b").AllInnerTextsAsync());
        Assert.Equal(expired.Select(e => Count(e.GetProperty("expired"))),
            await table.Rows().Cell("Items past end of life").AllInnerTextsAsync());
        Assert.Equal(expired.Select(e => $"{Count(e.GetProperty("worstDays"))} days"), await Task.WhenAll(
            (await table.Rows().Cell("Worst").Locator("span").AllAsync()).Select(cell => cell.GetAttributeAsync("title"))));
        Assert.All(await table.Rows().Cell("Worst").AllInnerTextsAsync(), text => Assert.Matches("^\\d+ (days?|months?|years?)", text));

        foreach (var (figure, name, key, label) in new[]
        {
            ("Contracts and support ending", "Ending soon", "ending", "Contracts and support ending"),
            ("Credits under 70 % used", "Unused credits", "credits", "Unused service credits"),
            ("Accounts past end of life", "Past end of life", "expired", "Accounts with items past end of life"),
        })
        {
            await page.Figure(figure).Value().HasAsync(Count(all.GetProperty(key).GetProperty("total")));
            await page.Tab(name).Locator(".tab-count").HasAsync(Count(all.GetProperty(key).GetProperty("total")));
            await page.Figure(figure).ClickAsync();
            Assert.Equal("true", await page.Tab(name).GetAttributeAsync("aria-selected"));
            await page.Table(label).Rows().HasRowsAsync(Items(all, key).Length);
        }
        await page.Figure("Leads untouched for 30 days").Value().HasAsync(Count(all.GetProperty("untouched").GetProperty("total")));
    }

    [BrowserFact]
    public async Task Revenue_focus_shows_the_opportunities_above_the_bounds_in_its_address()
    {
        var page = await OpenAsync("/app/revenue");
        await IsRevenueAsync("limit=200");
        await page.Pick("Above").SelectOptionAsync("50000");
        await page.IsAtAsync("/app/revenue?min=50000");
        var more = await IsRevenueAsync("limit=200&minAmount=50000");
        Assert.True(more > Items(await Server.GetAsync("/api/v1/revenue-focus"), "opportunities").Length);

        var focus = await Server.GetAsync("/api/v1/revenue-focus?limit=200&minAmount=50000");
        var stages = focus.GetProperty("stages").EnumerateArray().OrderByDescending(s => Amount(s.GetProperty("weighted")))
            .Select(s => Sum(s.GetProperty("weighted")));
        Assert.Equal(stages.Order(), (await page.Locator(".stages .meter .num").AllInnerTextsAsync()).Order());
        await page.Tab("Top three per account").ClickAsync();
        var accounts = Items(focus, "accounts");
        await page.Locator(".best-three > li").HasRowsAsync(accounts.Length);
        Assert.Equal(accounts.Sum(a => a.GetProperty("opportunities").GetArrayLength()),
            await page.Locator(".best-three ol > li").CountAsync());

        async Task<int> IsRevenueAsync(string query)
        {
            var expected = Items(await Server.GetAsync($"/api/v1/revenue-focus?{query}"), "opportunities");
            var rows = page.Table("Large and likely opportunities").Rows();
            await page.Figure("Large and likely").Value().HasAsync(Count(expected.Length));
            await rows.HasRowsAsync(expected.Length);
            Assert.Equal(expected.Select(o => o.GetProperty("name").GetString()!),
                await rows.Cell("Opportunity").Locator("b").AllInnerTextsAsync());
            Assert.Equal(expected.Select(o => Money(o.GetProperty("weighted").GetProperty("amount").GetDecimal())),
                await rows.Cell("Weighted").AllInnerTextsAsync());
            return expected.Length;
        }
    }

    [BrowserFact]
    public async Task Services_are_counted_as_the_server_counts_them_and_an_offer_opens_its_lead()
    {
        var page = await OpenAsync("/app/services");
        var all = await Server.GetAsync("/api/v1/recommendations?limit=200");
        var services = Items(all, "services");
        var rows = page.Table("Services").Rows();
        await rows.HasRowsAsync(services.Length);
        Assert.Equal(
            services.Select(s =>
                $"{s.GetProperty("name").GetString()} {s.GetProperty("product").GetString()} {Count(s.GetProperty("leads"))} "
                + $"{Count(s.GetProperty("accounts"))}")
                .Order(),
            (await rows.EvaluateAllAsync<string[]>(
                "rows => rows.map(r => [r.querySelector('b').textContent, r.querySelector('small').textContent.split(', "
                + "').at(-1), r.querySelector('[data-name=\"Open leads\"]').textContent, r.querySelector('"
                + "[data-name=Accounts]').textContent].join(' '))"))
                .Order());

        await page.Pick("Category").SelectOptionAsync("Compute");
        await page.IsAtAsync("category=Compute");
        await rows.HasRowsAsync(Items(await Server.GetAsync("/api/v1/recommendations?limit=200&category=Compute"), "services").Length);
        await page.Pick("Category").SelectOptionAsync("");

        await page.Tab("Coverage gaps").ClickAsync();
        await page.Table("Coverage gaps").Rows().HasRowsAsync(Items(all, "gaps").Length);
        await page.Figure("Items without cover").Value().HasAsync(Count(Items(all, "gaps").Sum(g => g.GetProperty("items").GetInt32())));
        await page.Tab("By account").ClickAsync();
        var offer = Items(all, "accounts")[0].GetProperty("items")[0];
        await page.Locator(".offer").First.ClickAsync();
        await page.Drawer().Locator(".explain tfoot").First.IsShownAsync();
        Assert.Equal(offer.GetProperty("leadId").GetString(),
            Uri.UnescapeDataString(page.Url[(page.Url.IndexOf("lead=", StringComparison.Ordinal) + 5)..]));
    }

    private static JsonElement[] Items(JsonElement page, string name) => [.. page.GetProperty(name).GetProperty("items").EnumerateArray()];
}
