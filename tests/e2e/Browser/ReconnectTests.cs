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
        var first = await Sample.Start(data, null);
        var lead = await first.NewLead("GONE1");
        var page = await sample.Chromium.Open(first, $"{Dashboard.Queue}?text=GONE1");
        var overview = await sample.Chromium.Open(first, Dashboard.Overview);
        try
        {
            await page.IsLive();
            await overview.IsLive();
            await page.Mark();
            var address = first.Address.ToString().TrimEnd('/');

            await first.Kill();
            await page.PillSays("Reconnecting|Stale");
            await first.DisposeAsync();
            await using var next = await RunningServer.Start(data, address, "--as-of", "2025-10-29");
            await next.Settled();
            await next.Post($"/api/v1/leads/{lead}/status", new { status = "contacted", by = "somebody" }, "*");
            await next.NewLead("GONE2");

            await page.IsLive();
            await page.Row(lead).Locator(".c-status").Has("Contacted");
            await page.Row(lead).Locator(".c-score b").Has(await next.Score(lead));
            await overview.IsLive();
            await overview.Locator(".hero-value").First.Has(Count((await next.Get("/api/v1/portfolio")).GetProperty("leads").GetProperty("total")));
            Assert.True(await page.WasNeverReloaded());
        }
        finally
        {
            await page.Context.CloseAsync();
            await overview.Context.CloseAsync();
            await first.DisposeAsync();
        }
    }
}
