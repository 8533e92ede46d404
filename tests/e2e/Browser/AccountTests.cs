using System.Text.Json;
using Microsoft.Playwright;
using static OneLead.EndToEnd.Tests.Browser.Behind;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>An account manager before a meeting.</summary>
[Collection(BrowserSuite.Name)]
public sealed class AccountTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task A_lead_of_the_queue_leads_to_its_account_whose_health_is_explained_to_the_last_point()
    {
        var detail = await HolridgeAsync();
        var page = await OpenAsync($"{Dashboard.Queue}?territory=56142");
        await page.Locator(".lead-row .c-account", new() { HasText = Name(detail) }).First.ClickAsync();
        await page.Drawer().GetByRole(AriaRole.Link, new() { Name = Name(detail) }).ClickAsync();
        await page.IsAsync(Name(detail));
        await page.Locator(".health-value").HasAsync(Plain(detail.GetProperty("account").GetProperty("health").GetProperty("composite")));

        await page.Button("Explain the scores").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        foreach (var (tab, explanation) in new[]
        {
            ("Health", "compositeHealth"), ("Classic", "classicHealth"), ("View", "viewHealth"),
        })
        {
            await dialog.GetByRole(AriaRole.Tab, new() { Name = tab, Exact = true }).ClickAsync();
            await dialog.Locator(".explain tfoot th").HasAsync(tab);
            var score = detail.GetProperty(explanation).GetProperty("score").GetDecimal();
            Assert.Equal(score, await dialog.Locator(".explain tfoot td.num").NumberAsync());
            Assert.Equal(score, await dialog.Locator(".explain tbody tr:not(.explain-factor) td:last-child").SumAsync());
        }
    }

    [BrowserFact]
    public async Task Its_tabs_hold_as_much_as_they_say_and_the_brief_is_one_click_away()
    {
        var detail = await HolridgeAsync();
        var page = await OpenAsync($"/app/accounts/{Uri.EscapeDataString(Id(detail.GetProperty("account")))}");
        await page.IsAsync(Name(detail));
        var open = detail.GetProperty("leads").EnumerateArray()
            .Count(l => l.GetProperty("status").GetString() is not ("converted" or "rejected"));
        Assert.True(open > 0);
        await page.Figure("Open leads").Value().HasAsync(Count(open));
        await page.Locator(".tab-panel .lead-row:not(.has-left)").HasRowsAsync(open);

        await page.Tab("Items").ClickAsync();
        await page.IsAtAsync("tab=items");
        await page.Locator(".life-row").HasRowsAsync(detail.GetProperty("items").GetArrayLength());
        foreach (var (tab, kinds) in new[]
        {
            ("Opportunities", new[] { "opportunity" }), ("Contracts and credits", ["contract", "service_credit"]),
        })
        {
            var records = kinds.Sum(kind => detail.GetProperty("entities").TryGetProperty(kind, out var some) ? some.GetArrayLength() : 0);
            await page.Tab(tab).Locator(".tab-count").HasAsync(Count(records));
            await page.Tab(tab).ClickAsync();
            await page.Locator(".tab-panel tbody tr[data-at]").HasRowsAsync(records);
        }
        await page.Tab("Names and keys").ClickAsync();
        await page.Locator(".tab-panel tbody tr[data-at]").HasRowsAsync(detail.GetProperty("keys").GetArrayLength());

        await page.Button("Meeting brief").ClickAsync();
        await page.Locator(".brief h1").HasAsync(Name(detail));
        await Assertions.Expect(page.Locator(".brief-figures dd").First)
            .ToContainTextAsync(Plain(detail.GetProperty("account").GetProperty("health").GetProperty("composite")));
        await page.Locator(".brief-part", new() { HasText = "Raise" }).Locator("li").First.IsShownAsync();
        await page.Button("Back to the account").ClickAsync();
        await page.Tab("Leads").IsShownAsync();
    }

    private async Task<JsonElement> HolridgeAsync() => await Server.GetAsync(
        $"/api/v1/accounts/{Uri.EscapeDataString(Id((await Server.AllAsync("/api/v1/accounts?territory=56142&sort=-leads"))[0]))}");

    private static string Name(JsonElement detail) => detail.GetProperty("account").GetProperty("name").GetString()!;
}
