using System.Globalization;

namespace OneLead.Rules;

/// <summary>Days between dates, where a date may be missing or mean "no end".</summary>
internal static class Days
{
    /// <summary>So far in the future that no threshold is reached.</summary>
    private const int Never = -10_000_000;

    /// <summary>as-of − date; far below zero when the date is missing or means "no end".</summary>
    public static int Since(DateOnly? date, RuleSet rules, DateOnly asOf) =>
        date is not { } day || day.Year >= rules.OpenEndedFromYear ? Never : asOf.DayNumber - day.DayNumber;

    /// <summary>What an explanation shows: <c>3,773 days (2015-07-01 to 2025-10-29)</c>.</summary>
    public static string Show(DateOnly? date, RuleSet rules, DateOnly asOf) => Since(date, rules, asOf) switch
    {
        _ when date is null => "missing",
        Never               => $"no end ({Iso(date.Value)})",
        < 0 and var days    => string.Create(CultureInfo.InvariantCulture, $"in {-days:N0} days ({Iso(date.Value)})"),
        var days            => string.Create(CultureInfo.InvariantCulture, $"{days:N0} days ({Iso(date.Value)} to {Iso(asOf)})"),
    };

    /// <summary>What a sentence says: <c>2015-07-01 (3,773 days ago)</c>.</summary>
    public static string Tell(DateOnly? date, RuleSet rules, DateOnly asOf) => Since(date, rules, asOf) switch
    {
        _ when date is null => "not known",
        Never               => "none",
        0                   => $"{Iso(date.Value)} (today)",
        < 0 and var days    => string.Create(CultureInfo.InvariantCulture, $"{Iso(date.Value)} (in {-days:N0} days)"),
        var days            => string.Create(CultureInfo.InvariantCulture, $"{Iso(date.Value)} ({days:N0} days ago)"),
    };

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
