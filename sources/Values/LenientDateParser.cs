using System.Collections.Frozen;
using System.Globalization;

namespace OneLead.Sources.Values;

/// <summary>
/// Parses dates of exports. End dates that mean "never" (year 2099 and later) are ordinary dates.
/// </summary>
public static class LenientDateParser
{
    /// <summary>The first year in which a serial number is taken as a date.</summary>
    public const int FirstYear = 1950;

    /// <summary>The last such year. 9999-12-31, which means "never", is also accepted.</summary>
    public const int LastYear = 2199;

    /// <summary>Days from the start of the 1900 system to that of the 1904 system.</summary>
    public const int Days1904 = 1_462;

    private const int MaxSerial = 2_958_465;

    // The first days of calendars, of databases and of the Unix epoch.
    private static readonly FrozenSet<DateOnly> Empty = new DateOnly[]
    {
        new(1, 1, 1), new(1, 1, 3), new(1601, 1, 1), new(1753, 1, 1), new(1899, 12, 30), new(1899, 12, 31),
        new(1900, 1, 1), new(1900, 1, 2),
        new(1904, 1, 1), new(1970, 1, 1),
    }.ToFrozenSet();

    private static readonly Parsed<DateOnly> OutOfBounds = Parsed<DateOnly>.Invalid($"is not a date between {FirstYear} and {LastYear}");

    /// <summary>
    /// Converts a serial number of the 1900 system: day 1 is 1900-01-01. Day 60 is 29 February 1900, which did not exist, so
    /// later days are shifted by one. The time of day is dropped. Null outside the system.
    /// </summary>
    public static DateOnly? FromSerial(double serial) => Math.Floor(serial) switch
    {
        >= 1 and < 60 and var day => new DateOnly(1899, 12, 31).AddDays((int)day),
        > 60 and <= MaxSerial and var day => new DateOnly(1899, 12, 30).AddDays((int)day),
        _ => null,
    };

    /// <summary>
    /// Checks a date against the bounds that hold for all forms: 1950 to 2199, or 9999-12-31. Dates that programs write for
    /// "none" (year 1, 1753, 1900-01-01, 1970-01-01 …) are missing.
    /// </summary>
    public static Parsed<DateOnly> Check(DateOnly date) =>
        Empty.Contains(date) ? Parsed<DateOnly>.Missing
        : date.Year is >= FirstYear and <= LastYear || date == DateOnly.MaxValue ? Parsed<DateOnly>.Of(date)
        : OutOfBounds;

    /// <summary>Parses a number in a date column: a serial number of a plausible year, or yyyyMMdd. Zero is missing.</summary>
    /// <param name="from1904">True if the workbook counts days from 1904.</param>
    public static Parsed<DateOnly> Parse(double number, bool from1904 = false)
    {
        if (number == 0)
            return Parsed<DateOnly>.Missing;
        if (number is >= 19_000_101 and <= 99_991_231 && Exact(LenientText.FromNumber(number), "yyyyMMdd") is { } written)
            return Check(written);
        return FromSerial(number + (from1904 ? Days1904 : 0)) is { } date ? Check(date) : OutOfBounds;
    }

    /// <summary>
    /// Parses a text: ISO (a time is dropped), yyyy/MM/dd, yyyyMMdd, 29-Aug-2025, Aug 29, 2025, 29.8.2025, and 8/29/2025 or
    /// 29/8/2025 if only one of the two readings is possible. A number as text is parsed as a number.
    /// </summary>
    public static Parsed<DateOnly> Parse(string? raw, bool from1904 = false)
    {
        if (LenientText.CleanQuantity(raw) is not { } text)
            return Parsed<DateOnly>.Missing;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return Parse(number, from1904);
        var day = WithoutTime(text);
        // 0000-00-00 and 00/00/0000.
        if (day.Length >= 6 && day.AsSpan().IndexOfAnyExcept("0-/. ") < 0)
            return Parsed<DateOnly>.Missing;
        return Exact(day, Formats) is { } date ? Check(date) : Slashed(day) ?? Parsed<DateOnly>.Invalid("is not a date");
    }

    private static Parsed<DateOnly>? Slashed(string text)
    {
        var parts = text.Split('/', '-');
        if (parts is not [var a, var b, { Length: 4 } c] || !IsInteger(a, out var first) || !IsInteger(b, out var second)
            || !IsInteger(c, out var year))
            return null;
        var dayFirst = DateOf(year, second, first);
        var monthFirst = DateOf(year, first, second);
        if (dayFirst is not null && monthFirst is not null && dayFirst != monthFirst)
            return Parsed<DateOnly>.Invalid("may be day/month or month/day; write yyyy-MM-dd");
        return (dayFirst ?? monthFirst) is { } date ? Check(date) : null;
    }

    // Cuts the time of "2025-08-29T13:43:14Z" and "29/08/2025 13:43", but leaves "Aug 29, 2025".
    private static string WithoutTime(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var cut = colon < 0 ? -1 : text.LastIndexOfAny(['T', 't', ' '], colon);
        return cut > 0 ? text[..cut].TrimEnd() : text;
    }

    private static DateOnly? Exact(string text, params string[] formats) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date) ? date : null;

    private static DateOnly? DateOf(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static bool IsInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd", "d.M.yyyy", "d-MMM-yyyy", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy",
        "MMMM d, yyyy", "yyyy-MMM-dd",
    ];
}
