using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>Tests in windows of their own, over one server. None of them may leave a word in a browser's console.</summary>
public abstract class BrowserTests(Sample sample) : IAsyncLifetime
{
    private readonly List<IPage> _pages = [];
    private readonly ConcurrentQueue<string> _said = new();
    private readonly List<string> _expected = [];

    internal RunningServer Server => sample.Server;

    internal Sample Sample => sample;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
            await page.Context.CloseAsync();
        GC.SuppressFinalize(this);
        Assert.DoesNotContain(_said, line => !_expected.Any(part => line.Contains(part, StringComparison.Ordinal)));
    }

    /// <summary>A refusal that the test provokes: browsers write every one into the console.</summary>
    protected void Expect(string partOfTheLine) => _expected.Add(partOfTheLine);

    protected async Task<IPage> OpenAsync(string path, int width = 1440, ColorScheme scheme = ColorScheme.Light, string? server = null)
    {
        var page = await LoadAsync(path, width, scheme, server);
        await page.IsLiveAsync();
        return page;
    }

    /// <summary>Opens a page that need not follow the server, such as the one for signing in.</summary>
    protected async Task<IPage> LoadAsync(string path, int width = 1440, ColorScheme scheme = ColorScheme.Light, string? server = null)
    {
        var page = await sample.Chromium.BlankAsync(server ?? Server.Address.ToString(), width, scheme);
        _pages.Add(page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _said.Enqueue($"{page.Url}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _said.Enqueue($"{page.Url}: {error}");
        await page.GotoAsync(path);
        return page;
    }
}
