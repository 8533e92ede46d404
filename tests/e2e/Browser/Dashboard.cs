using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>What a reader sees of a page.</summary>
internal static class Dashboard
{
    public const string Overview = "/app/", Queue = "/app/leads";

    private static readonly LocatorAssertionsToBeVisibleOptions Shown = new() { Timeout = 20_000 };

    public static Task IsLive(this IPage page) => page.PillSays("Live");

    public static Task PillSays(this IPage page, string text) =>
        Assertions.Expect(page.Locator(".pill")).ToHaveTextAsync(new Regex(text), new() { Timeout = 30_000 });

    /// <summary>A lead's row, in whichever list the page shows.</summary>
    public static ILocator Row(this IPage page, string lead) => page.Locator($"[id=\"lead-{lead}\"]");

    /// <summary>A row that left the list stays, marked, while somebody may be looking at it.</summary>
    public static Task HasLeft(this IPage page, string lead) => Assertions.Expect(page.Locator($"[id=\"lead-{lead}\"]:not(.has-left)")).ToHaveCountAsync(0, new() { Timeout = 20_000 });

    public static Task Has(this ILocator cell, string text) => Assertions.Expect(cell).ToHaveTextAsync(text, new() { Timeout = 20_000 });

    public static Task IsShown(this ILocator element) => Assertions.Expect(element).ToBeVisibleAsync(Shown);

    public static async Task<decimal> Number(this ILocator element) => Parse(await element.InnerTextAsync());

    public static decimal Parse(string text) => decimal.Parse(text.Trim().Replace('−', '-').Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>Notes on the page that it was not loaded again.</summary>
    public static Task Mark(this IPage page) => page.EvaluateAsync("() => { window.neverReloaded = true; }");

    public static Task<bool> WasNeverReloaded(this IPage page) => page.EvaluateAsync<bool>("() => window.neverReloaded === true");

    /// <summary>How much wider the page is than its window.</summary>
    public static Task<int> Overflow(this IPage page) => page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
