using System.Globalization;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>The dashboard of a running server with the sample data, in a browser.</summary>
public sealed class DashboardTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime, IDisposable
{
    private readonly DataDirectory _data = new();
    private RunningServer _server = null!;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Chromium.Path))
            return;
        await Start(null);
        await Wait.Until("the sample is loaded", () => Task.FromResult(File.Exists(_data.File("sample-day"))), 60);
        await Settled();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    [BrowserFact]
    public async Task The_overview_shows_what_the_portfolio_is()
    {
        var page = await chromium.Open(_server, Dashboard.Overview);
        await page.IsLive();
        var portfolio = await _server.Get("/api/v1/portfolio");
        var leads = portfolio.GetProperty("leads");
        await page.Locator(".hero-value").First.Has(Figure(leads.GetProperty("total")));
        await page.Locator(".hero-value").Nth(1).Has((leads.GetProperty("critical").GetInt32() + leads.GetProperty("high").GetInt32()).ToString("N0", CultureInfo.InvariantCulture));
        foreach (var (name, figure) in new[] { ("Customers at risk", "atRisk"), ("Installed items", "items"), ("Accounts", "accounts") })
            await page.Locator(".figure", new() { Has = page.GetByText(name, new() { Exact = true }) }).Locator(".figure-value").Has(Figure(portfolio.GetProperty(figure)));
        Assert.Equal(10, await page.Locator(".lead-row").CountAsync());
        await Close(page);
    }

    [BrowserFact]
    public async Task A_change_of_an_item_moves_its_lead_in_the_open_queue_and_takes_it_away_when_nothing_calls_for_it()
    {
        var lead = await NewLead("LIVE1");
        var page = await chromium.Open(_server, $"{Dashboard.Queue}?text=LIVE1");
        await page.IsLive();
        await page.Mark();
        var row = page.Row(lead);
        await row.Locator(".c-score b").Has(await Score(lead));

        // Less urgent: end of life is no longer more than five years ago.
        await Item("LIVE1", ("endOfLife", "2024-12-01"), ("supportStatus", "Uncovered"));
        await Wait.Until("the renewal has gone at the server", async () => (await Leads("LIVE1")).Length == 1);
        var attach = Assert.Single(await Leads("LIVE1"));
        Assert.Equal("service_attach", attach.GetProperty("type").GetString());
        await page.HasLeft(lead);
        await page.Row(Id(attach)).Locator(".c-score b").Has(Number(attach.GetProperty("score")));
        await page.Row(Id(attach)).Locator(".priority-word").Has(Word(attach.GetProperty("priority")));

        await Item("LIVE1", ("endOfLife", "2040-01-01"), ("supportStatus", "Active Contract"), ("supportEnd", "2040-01-01"));
        await Wait.Until("no lead is left at the server", async () => (await Leads("LIVE1")).Length == 0);
        await page.HasLeft(Id(attach));
        Assert.True(await page.WasNeverReloaded());
        await Close(page);
    }

    [BrowserFact]
    public async Task A_drawers_contributions_sum_to_its_score_and_a_contact_is_seen_by_the_server_and_by_others()
    {
        var lead = await NewLead("DRAWER1");
        var mine = await chromium.Open(_server, $"{Dashboard.Queue}?text=DRAWER1");
        var theirs = await chromium.Open(_server, $"{Dashboard.Queue}?text=DRAWER1");
        await mine.IsLive();
        await theirs.IsLive();
        await theirs.Row(lead).Locator(".c-status").Has("New");
        await theirs.Mark();

        await mine.Row(lead).Locator(".c-account").ClickAsync();
        var drawer = mine.Locator(".drawer");
        await drawer.Locator(".explain tfoot td.num").First.IsShown();
        var shown = await drawer.Locator("section[aria-label='Why this score'] h3 .num").Number();
        var table = drawer.Locator("section[aria-label='Why this score'] .explain");
        Assert.Equal(Decimal(await Score(lead)), shown);
        Assert.Equal(shown, await Sum(table.Locator("tr:not(.explain-factor) td:last-child:not(tfoot td)")));
        Assert.Equal(shown, await Sum(table.Locator(".explain-factor td:last-child")));
        Assert.Equal(shown, await table.Locator("tfoot td.num").Number());

        await drawer.GetByRole(AriaRole.Button, new() { Name = "Contact", Exact = true }).ClickAsync();
        await drawer.Locator(".status-contacted").IsShown();
        Assert.Equal("contacted", (await _server.Get($"/api/v1/leads/{lead}")).GetProperty("lead").GetProperty("status").GetString());
        await theirs.Row(lead).Locator(".c-status").Has("Contacted");
        Assert.True(await theirs.WasNeverReloaded());
        await Close(mine);
        await Close(theirs);
    }

    [BrowserFact]
    public async Task A_page_says_that_its_server_is_gone_and_shows_what_the_next_one_has()
    {
        var lead = await NewLead("GONE1");
        var page = await chromium.Open(_server, $"{Dashboard.Queue}?text=GONE1");
        var overview = await chromium.Open(_server, Dashboard.Overview);
        await page.IsLive();
        await overview.IsLive();
        await page.Mark();
        var address = _server.Address.ToString().TrimEnd('/');

        await _server.Kill();
        await page.PillSays("Reconnecting|Stale");
        await _server.DisposeAsync();
        await Start(address);
        await Settled();
        await _server.Post($"/api/v1/leads/{lead}/status", new { status = "contacted", by = "somebody" }, "*");
        await NewLead("GONE2");

        await page.IsLive();
        await page.Row(lead).Locator(".c-status").Has("Contacted");
        await page.Row(lead).Locator(".c-score b").Has(await Score(lead));
        await overview.IsLive();
        await overview.Locator(".hero-value").First.Has(Figure((await _server.Get("/api/v1/portfolio")).GetProperty("leads").GetProperty("total")));
        Assert.True(await page.WasNeverReloaded());
        await Close(page);
        await Close(overview);
    }

    [BrowserFact]
    public async Task Pages_are_accessible_in_both_themes_wide_and_narrow_and_never_wider_than_their_window()
    {
        var lead = await NewLead("AXE1");
        var problems = new List<string>();
        foreach (var width in (int[])[1440, 390])
        {
            foreach (var (name, path, ready) in new[] { ("overview", Dashboard.Overview, ".lead-row"), ("queue", Dashboard.Queue, ".lead-row"), ("lead", $"{Dashboard.Queue}?text=AXE1&lead={lead}", ".explain tfoot") })
            {
                foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    var page = await chromium.Open(_server, path, width, scheme);
                    await page.IsLive();
                    await page.Locator(ready).First.IsShown();
                    problems.AddRange((await Look(page, $"{name}-{width}-{scheme}".ToLowerInvariant())).Select(problem => $"{name} {width} {scheme}: {problem}"));
                    await Close(page);
                }
            }
        }
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static async Task<List<string>> Look(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("ONELEAD_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
        var problems = (await page.RunAxe()).Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{v.Id}: {v.Help}: {string.Join(" | ", v.Nodes.Take(3).Select(n => $"{n.Html} {string.Join(" ", n.Any.Select(c => c.Message))}"))}").ToList();
        if (await page.Overflow() is > 0 and var over)
            problems.Add($"{over} pixels wider than the window");
        return problems;
    }

    private async Task Start(string? urls) => _server = await RunningServer.Start(_data, urls, "--as-of", "2025-10-29");

    // A verification waits for everything that was received.
    private Task Settled() => _server.Post("/api/v1/verification", new { });

    /// <summary>An item past its end of life whose support has expired, and its renewal.</summary>
    private async Task<string> NewLead(string serial)
    {
        await Item(serial, ("endOfLife", "2015-07-01"), ("supportEnd", "2018-01-01"), ("supportStatus", "Warranty Expired - Uncovered Box"));
        await Settled();
        return Id((await Leads(serial)).Single(l => l.GetProperty("type").GetString() == "renewal"));
    }

    private int _events;

    private Task Item(string serial, params (string Name, string Value)[] fields)
    {
        var data = new Dictionary<string, string> { ["serial"] = serial, ["productName"] = "HP DL360p Gen8 8-SFF CTO Server", ["productId"] = "654081-B21", ["territory"] = "56100" };
        foreach (var (name, value) in fields)
            data[name] = value;
        return _server.Post("/api/v1/events", new { kind = "item", territory = "56100", source = "e2e", id = $"{serial} {++_events}", data });
    }

    private async Task<JsonElement[]> Leads(string serial) => await _server.All($"/api/v1/leads?text={serial}");

    private async Task<string> Score(string lead) => Number((await _server.Get($"/api/v1/leads/{lead}")).GetProperty("lead").GetProperty("score"));

    private static string Id(JsonElement lead) => lead.GetProperty("id").GetString()!;

    private static string Number(JsonElement score) => score.GetDecimal().ToString("0.00", CultureInfo.InvariantCulture);

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Figure(JsonElement number) => number.GetInt32().ToString("N0", CultureInfo.InvariantCulture);

    private static string Word(JsonElement priority) => priority.GetString() is { } word ? char.ToUpperInvariant(word[0]) + word[1..] : "";

    private static async Task<decimal> Sum(ILocator cells) => (await cells.AllInnerTextsAsync()).Sum(Dashboard.Parse);

    private static Task Close(IPage page) => page.Context.CloseAsync();
}
