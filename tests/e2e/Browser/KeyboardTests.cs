using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>Everything can be done without a pointer.</summary>
[Collection(BrowserSuite.Name)]
public sealed class KeyboardTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task From_the_first_page_to_a_contacted_lead_that_is_taken_back()
    {
        var lead = await Server.NewLead("KEYS1");
        var page = await Open(Dashboard.Overview);
        await Keys(page, "g", "l");
        await page.Is("Lead queue");
        await page.Locator("main input[type=search]").IsShown();
        await Keys(page, "/");
        await page.Keyboard.TypeAsync("KEYS1");
        await Keys(page, "Enter");
        await page.IsAt("text=KEYS1");
        await page.Row(lead).IsShown();
        while (await page.Locator(".lead-row.is-active").CountAsync() == 0 || await page.Locator(".lead-row.is-active").GetAttributeAsync("data-row") != lead)
        {
            var before = await page.Locator(".lead-table").GetAttributeAsync("aria-activedescendant");
            await Keys(page, "j");
            await Wait.Until("j goes on", async () => await page.Locator(".lead-table").GetAttributeAsync("aria-activedescendant") != before);
        }
        await Keys(page, "Enter");
        await page.Drawer().Locator(".status-new").IsShown();
        await page.IsAt($"lead={lead}");
        await Keys(page, "c");
        await page.Drawer().Locator(".status-contacted").IsShown();
        Assert.Equal("contacted", await Server.Status(lead));
        await Keys(page, "Control+z");
        await page.Drawer().Locator(".status-new").IsShown();
        Assert.Equal("new", await Server.Status(lead));
        await Keys(page, "Escape");
        await page.Drawer().HasRows(0);
        await page.IsAt("/app/leads?text=KEYS1");
    }

    [BrowserFact]
    public async Task Help_and_the_palette_open_and_close_and_the_palette_finds_an_account()
    {
        var account = (await Server.All("/api/v1/accounts?territory=56142"))[0];
        var page = await Open(Dashboard.Overview);
        await Keys(page, "?");
        await page.GetByRole(AriaRole.Dialog).Locator("h2").Has("Keyboard");
        await Keys(page, "Escape");
        await page.Locator("dialog[open]").HasRows(0);

        await Keys(page, "Control+k");
        await page.Locator("dialog.palette input").IsShown();
        await page.Keyboard.TypeAsync("Holridge");
        await page.Locator(".palette-hit[aria-selected=true]", new() { HasText = account.GetProperty("name").GetString()! }).IsShown();
        await Keys(page, "Enter");
        await page.Is(account.GetProperty("name").GetString()!);
        await page.Locator("dialog[open]").HasRows(0);

        await Keys(page, "Control+k");
        await page.Locator("dialog.palette input").IsShown();
        await Keys(page, "Escape");
        await page.Locator("dialog[open]").HasRows(0);
        await Keys(page, "g", "h");
        await page.Is("Overview");
    }

    private static async Task Keys(IPage page, params string[] keys)
    {
        foreach (var key in keys)
            await page.Keyboard.PressAsync(key);
    }
}
