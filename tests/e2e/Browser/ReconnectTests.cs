using static OneLead.EndToEnd.Tests.Browser.Behind;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A server that is killed while people look, on data of its own.</summary>
[Collection(BrowserSuite.Name)]
public sealed class ReconnectTests(Sample sample)
{
    [BrowserFact]
    public async Task A_page_says_that_its_server_is_gone_and_shows_what_the_next_one_has()
    {
        using var data = new DataDirectory();
        var first = await Sample.StartAsync(data, null);
        var lead = await first.NewLeadAsync("GONE1");
        var page = await sample.Chromium.OpenAsync(first, $"{Dashboard.Queue}?text=GONE1");
        var overview = await sample.Chromium.OpenAsync(first, Dashboard.Overview);
        try
        {
            await page.IsLiveAsync();
            await overview.IsLiveAsync();
            await page.MarkAsync();
            var address = first.Address.ToString().TrimEnd('/');

            await first.KillAsync();
            await page.PillSaysAsync("Reconnecting|Stale");
            await first.DisposeAsync();
            await using var next = await RunningServer.StartAsync(data, address, "--as-of", "2025-10-29");
            await next.SettledAsync();
            await next.PostAsync($"/api/v1/leads/{lead}/status", new { status = "contacted", by = "somebody" }, "*");
            await next.NewLeadAsync("GONE2");

            await page.IsLiveAsync();
            await page.Row(lead).Locator(".c-status").HasAsync("Contacted");
            await page.Row(lead).Locator(".c-score b").HasAsync(await next.ScoreAsync(lead));
            await overview.IsLiveAsync();
            await overview.Locator(".hero-value").First
                .HasAsync(Count((await next.GetAsync("/api/v1/portfolio")).GetProperty("leads").GetProperty("total")));
            Assert.True(await page.WasNeverReloadedAsync());
        }
        finally
        {
            await page.Context.CloseAsync();
            await overview.Context.CloseAsync();
            await first.DisposeAsync();
        }
    }
}
