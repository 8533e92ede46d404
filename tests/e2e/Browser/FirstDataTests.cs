namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A newcomer before an empty installation.</summary>
[Collection(BrowserSuite.Name)]
public sealed class FirstDataTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Two_clicks_lead_from_an_empty_store_to_the_first_scored_lead()
    {
        using var data = new DataDirectory();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample");
        var page = await OpenAsync(Dashboard.Overview, server: server.Address.ToString());
        await page.Locator(".first h2").HasAsync("No data yet");
        Assert.Empty(await server.AllAsync("/api/v1/leads"));
        await page.Locator(".first .new-import").IsShownAsync();
        foreach (var path in new[] { "action", "revenue", "health", "services", "territories", "analytics" })
        {
            await page.GoWithinAsync($"/app/{path}");
            await page.Locator(".notice h2").HasAsync("No data yet");
        }
        await page.GoWithinAsync(Dashboard.Overview);

        await page.Button("Load the sample data").ClickAsync();
        var top = page.Locator(".top-leads .lead-row").First;
        await top.IsShownAsync();
        await top.Locator(".c-account").ClickAsync();
        await page.Drawer().Locator(".explain tfoot td.num").First.IsShownAsync();
        var lead = new Uri(page.Url).Query["?lead=".Length..];
        Assert.Equal(Dashboard.Parse(await server.ScoreAsync(Uri.UnescapeDataString(lead))),
            await page.Drawer().Locator(".explain tfoot td.num").First.NumberAsync());
        await page.Context.CloseAsync();
    }
}
