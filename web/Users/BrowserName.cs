namespace OneLead.Web.Users;

/// <summary>Names a browser by what it says of itself (User-Agent).</summary>
internal static class BrowserName
{
    // Browsers also name those that they are like, so the most particular mark comes first.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    /// <returns>Such as <c>Firefox on Windows</c>; null if it is not known.</returns>
    public static string? Of(string agent) => (Find(Browsers, agent), Find(Systems, agent)) switch
    {
        ({ } browser, { } system) => $"{browser} on {system}",
        ({ } browser, null) => browser,
        _ => null,
    };

    private static string? Find((string Mark, string Name)[] known, string agent) =>
        known.Where(k => agent.Contains(k.Mark, StringComparison.Ordinal)).Select(static k => k.Name).FirstOrDefault();
}
