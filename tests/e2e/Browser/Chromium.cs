using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>The browser, once for all its tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic",
        "--disable-background-networking", "--no-first-run"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Tools.Chromium))
            return;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Tools.Chromium, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A page in a window of its own, as another person would have it.</summary>
    internal async Task<IPage> OpenAsync(RunningServer server, string path, int width = 1440, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await BlankAsync(server.Address.ToString(), width, scheme);
        await page.GotoAsync(path);
        return page;
    }

    internal async Task<IPage> BlankAsync(string address, int width, ColorScheme scheme)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }
}
