using System.Globalization;

namespace OneLead.Rules;

/// <summary>Counts days between dates that may be missing or mean "no end".</summary>
internal static class Days
{
    /// <summary>The days since a missing date: below every threshold.</summary>
    public const int Missing = -20_000_000;

    /// <summary>The days since a date that means "no end": below every threshold.</summary>
    public const int Never = -10_000_000;

    /// <summary>Returns the as-of date minus the date.</summary>
    public static int Since(DateOnly? date, RuleSet rules, DateOnly asOf) =>
        date is not { } day ? Missing : day.DayNumber >= rules.OpenEndedFromDay ? Never : asOf.DayNumber - day.DayNumber;

    /// <summary>Returns the days since the same date on a later day.</summary>
    public static int Later(int days, int by) => days <= Never ? days : days + by;

    /// <summary>Formats the input of an explanation line: <c>3,773 days (2015-07-01 to 2025-10-29)</c>.</summary>
    public static string FormatInput(DateOnly? date, RuleSet rules, DateOnly asOf) => Since(date, rules, asOf) switch
    {
        Missing => "missing",
        Never => $"no end ({Iso(date)})",
        < 0 and var days => string.Create(CultureInfo.InvariantCulture, $"in {-days:N0} days ({Iso(date)})"),
        var days => string.Create(CultureInfo.InvariantCulture, $"{days:N0} days ({Iso(date)} to {Iso(asOf)})"),
    };

    /// <summary>Formats a date within a sentence: <c>2015-07-01 (3,773 days ago)</c>.</summary>
    public static string FormatSentence(DateOnly? date, RuleSet rules, DateOnly asOf) => Since(date, rules, asOf) switch
    {
        Missing => "not known",
        Never => "none",
        0 => $"{Iso(date)} (today)",
        < 0 and var days => string.Create(CultureInfo.InvariantCulture, $"{Iso(date)} (in {-days:N0} days)"),
        var days => string.Create(CultureInfo.InvariantCulture, $"{Iso(date)} ({days:N0} days ago)"),
    };

    private static string Iso(DateOnly? date) => date!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
