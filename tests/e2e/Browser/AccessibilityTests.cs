using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>Every page and tab, wide and narrow, is accessible and never wider than its window.</summary>
[Collection(BrowserSuite.Name)]
public sealed class AccessibilityTests(Sample sample) : BrowserTests(sample)
{
    // What is there when the page has its data, per address.
    private static readonly (string Name, string Path, string Ready)[] Pages =
    [
        ("overview", "/app/", ".top-leads .lead-row"),
        ("queue", "/app/leads", ".lead-row"),
        ("queue-grouped", "/app/leads?group=account", ".group-head"),
        ("action", "/app/action", "tbody tr[data-at]"),
        ("action-ending", "/app/action?tab=ending", "tbody tr[data-at]"),
        ("action-credits", "/app/action?tab=credits", ".tab-body"),
        ("action-untouched", "/app/action?tab=untouched", ".tab-body"),
        ("revenue", "/app/revenue", "tbody tr[data-at]"),
        ("revenue-accounts", "/app/revenue?tab=accounts", ".best-three li"),
        ("revenue-closing", "/app/revenue?tab=closing", "tbody tr[data-at]"),
        ("services", "/app/services", "tbody tr[data-at]"),
        ("services-accounts", "/app/services?tab=accounts", ".offers li"),
        ("services-gaps", "/app/services?tab=gaps", "tbody tr[data-at]"),
        ("health", "/app/health", "tbody tr[data-at]"),
        ("territories", "/app/territories", "tbody tr[data-at]"),
        ("territory", "/app/territories?id=56121", "tbody tr[data-at]"),
        ("analytics", "/app/analytics", ".uplot canvas"),
        ("analytics-factors", "/app/analytics?by=factor", "tbody tr[data-at]"),
        ("explore", "/app/explore", "tbody tr[data-at]"),
        ("explore-groups", "/app/explore?kind=opportunity&by=stage&sum=amount&if=probability:gt:0.5", "tbody tr[data-at]"),
        ("explore-credits", "/app/explore?preset=credits&all=yes", "tbody tr[data-at]"),
        ("imports", "/app/imports", ".drop"),
        ("reconciliation", "/app/reconciliation", ".tab-panel"),
        ("reconciliation-decisions", "/app/reconciliation?tab=decisions", "tbody tr[data-at]"),
        ("reconciliation-hand", "/app/reconciliation?tab=hand", ".by-hand"),
        ("reconciliation-names", "/app/reconciliation?tab=names", ".name-form"),
        ("reconciliation-findings", "/app/reconciliation?tab=findings", ".finding .meter"),
        ("rules", "/app/rules", ".weights li"),
        ("system", "/app/system", ".check"),
        ("system-letters", "/app/system?tab=letters", ".tab-tools"),
        ("system-day", "/app/system?tab=day", ".verify"),
        ("assignment-none", "/app/assignment", ".panel-note"),
        ("users-none", "/app/users", ".first-user"),
        ("keys-none", "/app/keys", ".first-user"),
        ("audit", "/app/audit", "tbody tr[data-at]"),
        ("audit-nothing", "/app/audit?text=nothing-like-this", ".empty"),
        ("profile-nobody", "/app/profile", ".panel-note"),
    ];

    private static readonly string[] AccountTabs = ["", "items", "opportunities", "projects", "contracts", "tickets", "activity",
        "contacts", "more", "identity"];

    // What passes is not collected, which takes most of the time on long pages.
    private static readonly AxeRunOptions Everything = new() { ResultTypes = [ResultType.Violations] },
        ContrastAlone = new()
        {
            ResultTypes = [ResultType.Violations], RunOnly = new() { Type = "rule", Values = ["color-contrast"] },
        },
        // Colours do not depend on the width.
        ContrastLeftOut = new()
        {
            ResultTypes = [ResultType.Violations], Rules = new() { ["color-contrast"] = new() { Enabled = false } },
        };

    // Checks take most of the time of all browser tests. Further rows look like the first ones, a phone shows the elements of a wide
    // window, and both themes take their colours from the same variables: a long run checks them, too.
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("ONELEAD_LONG") == "1";

    private static readonly AxeRunContext Looked = IsLong
        ? new()
        : new() { Exclude = [new("[data-at]:nth-child(n+10)"), new("[data-row]:nth-child(n+10)")] };

    // What inherits a colour sets out on its way when the other has come to the end of its own.
    private const string AtRest = """
        async () => {
          for (let still = 0; still < 3; still++) {
            await new Promise(requestAnimationFrame);
            for (const moving of document.getAnimations().filter(a => a.playState !== 'finished')) {
              still = 0;
              try { moving.finish(); } catch { moving.cancel(); }
            }
          }
        }
        """;

    [BrowserFact]
    public Task Pages_are_accessible_and_fit_a_wide_window() => LookAsync(1440);

    [BrowserFact]
    public Task Pages_are_accessible_and_fit_a_phone() => LookAsync(390);

    private async Task LookAsync(int width)
    {
        var lead = await Server.NewLeadAsync("AXE1");
        var account =
            $"/app/accounts/{Uri.EscapeDataString((await Server.LeadAsync(lead)).GetProperty("account").GetProperty("id").GetString()!)}";
        (string Name, string Path, string Ready)[] all =
        [
            .. Pages,
            ("lead", $"/app/leads?text=AXE1&lead={lead}", ".explain tfoot"),
            .. AccountTabs.Select(tab => ($"account-{tab}".TrimEnd('-'), tab.Length > 0 ? $"{account}?tab={tab}" : account, ".tab-body")),
            ("account-brief", $"{account}?view=brief", ".brief"),
            ("item", $"/app/items/{lead[..lead.LastIndexOf(':')]}", ".explain tfoot"),
            ("unknown", "/app/nowhere", "main .button"),
        ];
        // Two windows at once, because a check keeps one processor busy.
        var halves = await Task.WhenAll(Enumerable.Range(0, 2).Select(
            half => LookAsync(all.Where((_, i) => i % 2 == half), width, withOverlays: half == 0)));
        var problems = halves.SelectMany(static h => h).ToList();
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private async Task<List<string>> LookAsync(IEnumerable<(string Name, string Path, string Ready)> pages, int width, bool withOverlays)
    {
        var problems = new List<string>();
        var page = await OpenAsync(Dashboard.Overview, width);
        foreach (var (name, path, ready) in pages)
        {
            await page.GoWithinAsync(path);
            await page.Locator(ready).First.IsShownAsync();
            await Assertions.Expect(page.Locator("main [aria-busy=true], main .bones")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
            problems.AddRange(await ProblemsAsync(page, $"{name}-{width}"));
        }
        if (!withOverlays)
            return problems;
        foreach (var (name, key, ready) in new[] { ("help", "?", "dialog kbd"), ("palette", "Control+k", "dialog.palette .palette-hit") })
        {
            await page.Keyboard.PressAsync(key);
            await page.Locator(ready).First.IsShownAsync();
            problems.AddRange(await ProblemsAsync(page, $"{name}-{width}"));
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("dialog[open]").HasRowsAsync(0);
        }
        return problems;
    }

    /// <summary>
    /// Checks everything in light; in a long run in dark the contrast, too, because only colours differ. On a phone, checks that nothing is
    /// too wide, and in a long run everything but the contrast.
    /// </summary>
    internal static async Task<List<string>> ProblemsAsync(IPage page, string name)
    {
        var problems = new List<string>();
        var isPhone = page.ViewportSize!.Width < 600;
        foreach (var scheme in isPhone || !IsLong ? [ColorScheme.Light] : (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            // Colours on their way from one theme to the other are nobody's to judge.
            await page.EvaluateAsync(AtRest);
            var picture = $"{name}-{scheme}".ToLowerInvariant();
            if (Environment.GetEnvironmentVariable("ONELEAD_SCREENSHOTS") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, picture + ".png") });
            if (isPhone && !IsLong)
                continue;
            var rules = scheme == ColorScheme.Dark ? ContrastAlone : isPhone ? ContrastLeftOut : Everything;
            problems.AddRange((await page.RunAxe(Looked, rules)).Violations
                .Where(v => v.Impact is "serious" or "critical")
                .Select(v =>
                    $"{picture}: {v.Id}: {v.Help}: "
                    + $"{string.Join(" | ", v.Nodes.Take(3).Select(n => $"{n.Html} {string.Join(" ", n.Any.Select(c => c.Message))}"))}"));
        }
        if (await page.OverflowAsync() is > 0 and var over)
            problems.Add($"{name}: {over} pixels wider than the window");
        return problems;
    }
}
