using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>Everything can be done without a pointer.</summary>
[Collection(BrowserSuite.Name)]
public sealed class KeyboardTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task From_the_first_page_to_a_contacted_lead_that_is_taken_back()
    {
        var lead = await Server.NewLeadAsync("KEYS1");
        var page = await OpenAsync(Dashboard.Overview);
        await KeysAsync(page, "g", "l");
        await page.IsAsync("Lead queue");
        await page.Locator("main input[type=search]").IsShownAsync();
        await KeysAsync(page, "/");
        await page.Keyboard.TypeAsync("KEYS1");
        await KeysAsync(page, "Enter");
        await page.IsAtAsync("text=KEYS1");
        await page.Row(lead).IsShownAsync();
        while (await page.Locator(".lead-row.is-active").CountAsync() == 0
            || await page.Locator(".lead-row.is-active").GetAttributeAsync("data-row") != lead)
        {
            var before = await page.Locator(".lead-table").GetAttributeAsync("aria-activedescendant");
            await KeysAsync(page, "j");
            await Wait.UntilAsync("j goes on",
                async () => await page.Locator(".lead-table").GetAttributeAsync("aria-activedescendant") != before);
        }
        await KeysAsync(page, "Enter");
        await page.Drawer().Locator(".status-new").IsShownAsync();
        await page.IsAtAsync($"lead={lead}");
        await Assertions.Expect(page.Drawer()).ToBeFocusedAsync();
        await KeysAsync(page, "c");
        await page.Drawer().Locator(".status-contacted").IsShownAsync();
        Assert.Equal("contacted", await Server.StatusAsync(lead));
        await KeysAsync(page, "Control+z");
        await page.Drawer().Locator(".status-new").IsShownAsync();
        Assert.Equal("new", await Server.StatusAsync(lead));
        await KeysAsync(page, "Escape");
        await page.Drawer().HasRowsAsync(0);
        await page.IsAtAsync("/app/leads?text=KEYS1");
        await Assertions.Expect(page.Locator("main.main, .lead-table, .lead-row *").And(page.Locator(":focus"))).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Help_and_the_palette_open_and_close_and_the_palette_finds_an_account()
    {
        var account = (await Server.AllAsync("/api/v1/accounts?territory=56142"))[0];
        var page = await OpenAsync(Dashboard.Overview);
        await KeysAsync(page, "?");
        await page.GetByRole(AriaRole.Dialog).Locator("h2").HasAsync("Keyboard");
        await KeysAsync(page, "Escape");
        await page.Locator("dialog[open]").HasRowsAsync(0);

        await KeysAsync(page, "Control+k");
        await page.Locator("dialog.palette input").IsShownAsync();
        await page.Keyboard.TypeAsync("Holridge");
        await page.Locator(".palette-hit[aria-selected=true]", new() { HasText = account.GetProperty("name").GetString()! }).IsShownAsync();
        await KeysAsync(page, "Enter");
        await page.IsAsync(account.GetProperty("name").GetString()!);
        await page.Locator("dialog[open]").HasRowsAsync(0);

        await KeysAsync(page, "Control+k");
        await page.Locator("dialog.palette input").IsShownAsync();
        await KeysAsync(page, "Escape");
        await page.Locator("dialog[open]").HasRowsAsync(0);
        await KeysAsync(page, "g", "h");
        await page.IsAsync("Overview");
    }

    private static async Task KeysAsync(IPage page, params string[] keys)
    {
        foreach (var key in keys)
            await page.Keyboard.PressAsync(key);
    }
}
