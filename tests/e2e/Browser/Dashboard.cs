using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>What a reader sees of a page.</summary>
internal static class Dashboard
{
    public const string Overview = "/app/", Queue = "/app/leads";

    private static readonly LocatorAssertionsToBeVisibleOptions Shown = new() { Timeout = 20_000 };

    public static Task IsLiveAsync(this IPage page) => page.PillSaysAsync("Live");

    public static Task PillSaysAsync(this IPage page, string text) =>
        Assertions.Expect(page.Locator(".pill")).ToHaveTextAsync(new Regex(text), new() { Timeout = 30_000 });

    /// <summary>A lead's row, in whichever list the page shows.</summary>
    public static ILocator Row(this IPage page, string lead) => page.Locator($"[id=\"lead-{lead}\"]");

    /// <summary>A row that left the list stays, marked, while somebody may be looking at it.</summary>
    public static Task HasLeftAsync(this IPage page, string lead) =>
        Assertions.Expect(page.Locator($"[id=\"lead-{lead}\"]:not(.has-left)")).ToHaveCountAsync(0, new() { Timeout = 20_000 });

    public static Task HasAsync(this ILocator cell, string text) =>
        Assertions.Expect(cell).ToHaveTextAsync(text, new() { Timeout = 20_000 });

    public static Task IsShownAsync(this ILocator element) => Assertions.Expect(element).ToBeVisibleAsync(Shown);

    public static async Task<decimal> NumberAsync(this ILocator element) => Parse(await element.InnerTextAsync());

    public static async Task<decimal> SumAsync(this ILocator cells) => (await cells.AllInnerTextsAsync()).Sum(Parse);

    public static decimal Parse(string text) =>
        decimal.Parse(text.Trim().Replace('−', '-').Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    public static Task HasRowsAsync(this ILocator rows, int count) =>
        Assertions.Expect(rows).ToHaveCountAsync(count, new() { Timeout = 20_000 });

    public static Task IsAsync(this IPage page, string title) => page.Locator("h1").HasAsync(title);

    public static Task IsAtAsync(this IPage page, string partOfTheAddress) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(partOfTheAddress)), new() { Timeout = 20_000 });

    /// <summary>A number of the page, by its name.</summary>
    public static ILocator Figure(this IPage page, string name) =>
        page.Locator(".figure", new() { Has = page.Locator($".figure-name:text-is(\"{name}\"), dt:text-is(\"{name}\")") });

    public static ILocator Value(this ILocator figure) => figure.Locator(".figure-value");

    public static ILocator Table(this IPage page, string label) => page.Locator($"table[aria-label=\"{label}\"]");

    public static ILocator Rows(this ILocator table) => table.Locator("tbody tr[data-at]");

    /// <summary>A row's cell, by the name of its column.</summary>
    public static ILocator Cell(this ILocator row, string column) => row.Locator($"td[data-name=\"{column}\"]");

    public static ILocator Button(this ILocator around, string name) =>
        around.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Tab(this IPage page, string name) =>
        page.Locator("[role=tab]", new() { HasTextRegex = new Regex($"^{Regex.Escape(name)}[\\d,]*$") });

    /// <summary>A choice of the page, by the word before it.</summary>
    public static ILocator Pick(this IPage page, string name) => page.Locator($"label.pick:has(> span:text-is(\"{name}\")) select");

    public static ILocator Drawer(this IPage page) => page.Locator(".drawer");

    public static ILocator Toast(this IPage page, string text) => page.Locator(".toast", new() { HasText = text });

    /// <summary>Goes to another address without loading anything again, as a link of the page does.</summary>
    public static Task GoWithinAsync(this IPage page, string path) =>
        page.EvaluateAsync("path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }", path);

    /// <summary>Notes on the page that it was not loaded again.</summary>
    public static Task MarkAsync(this IPage page) => page.EvaluateAsync("() => { window.neverReloaded = true; }");

    public static Task<bool> WasNeverReloadedAsync(this IPage page) => page.EvaluateAsync<bool>("() => window.neverReloaded === true");

    /// <summary>How much wider the page is than its window.</summary>
    public static Task<int> OverflowAsync(this IPage page) =>
        page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
