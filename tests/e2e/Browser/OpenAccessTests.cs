namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A server without users says so on every page, and whether other machines can reach it.</summary>
[Collection(BrowserSuite.Name)]
public sealed class OpenAccessTests(Sample sample) : BrowserTests(sample)
{
    [BrowserFact]
    public async Task Every_page_says_that_anybody_who_reaches_the_port_can_change_everything()
    {
        using var data = new DataDirectory();
        await using var open = await RunningServer.StartAsync(data, "http://0.0.0.0:0", "--no-sample", "--allow-remote-without-users");
        foreach (var path in (string[])["/app/", "/app/system", "/app/imports"])
        {
            var page = await OpenAsync(path, server: open.Address.ToString());
            await page.Locator(".open-access").HasAsync(
                "Anybody who reaches this port can read and change everything, because OneLead has no users yet. Add the first user");
            await page.Context.CloseAsync();
        }
        var local = await OpenAsync("/app/system");
        await local.Locator(".check").First.WaitForAsync();
        Assert.Equal(0, await local.Locator(".open-access").CountAsync());
        await local.Locator(".no-users").HasAsync("There are no users: anybody on this machine can change everything. Add the first user");
    }
}
