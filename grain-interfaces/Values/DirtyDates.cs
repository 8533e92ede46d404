using System.Globalization;

namespace OneLead.Values;

/// <summary>
/// Dates as exports write them. End dates that mean "never" (year 2099 and later) are dates like others and stay as they are.
/// </summary>
public static class DirtyDates
{
    /// <summary>A spreadsheet's serial number is taken for a date from this year …</summary>
    public const int FirstYear = 1950;

    /// <summary>… to this one, and on 9999-12-31, which stands for "never".</summary>
    public const int LastYear = 2199;

    private const int Forever = 2_958_465;

    /// <summary>
    /// The date of a serial number in the 1900 system: day 1 is 1900-01-01, and day 60 is 29 February 1900, which never was,
    /// so later days are one off. The time of day is dropped. Null outside the system.
    /// </summary>
    public static DateOnly? FromSerial(double serial) => Math.Floor(serial) switch
    {
        >= 1 and < 60 and var day => new DateOnly(1899, 12, 31).AddDays((int)day),
        > 60 and <= Forever and var day => new DateOnly(1899, 12, 30).AddDays((int)day),
        _ => null,
    };

    /// <summary>A number in a date column: a serial number of a plausible year, or yyyyMMdd.</summary>
    public static Cleaned<DateOnly> Read(double number)
    {
        if (FromSerial(number) is { } date && (date.Year is >= FirstYear and <= LastYear || date == DateOnly.MaxValue))
            return Cleaned<DateOnly>.Of(date);
        return number is >= 19_000_101 and <= 99_991_231 && Exact(Dirt.Id(number), "yyyyMMdd") is { } written
            ? Cleaned<DateOnly>.Of(written)
            : Cleaned<DateOnly>.Wrong($"is not a date between {FirstYear} and {LastYear}");
    }

    /// <summary>
    /// A date as text: ISO (a time behind it is dropped), yyyy/MM/dd, yyyyMMdd, 29-Aug-2025, Aug 29, 2025, 29.8.2025, and
    /// 8/29/2025 or 29/8/2025 where one reading alone is possible. A number as text is read as a number.
    /// </summary>
    public static Cleaned<DateOnly> Read(string? raw)
    {
        if (Dirt.Text(raw) is not { } text)
            return Cleaned<DateOnly>.Missing;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return Read(number);
        var day = WithoutTime(text);
        if (Exact(day, Formats) is { } date)
            return Cleaned<DateOnly>.Of(date);
        return Slashed(day) ?? Cleaned<DateOnly>.Wrong("is not a date");
    }

    private static Cleaned<DateOnly>? Slashed(string text)
    {
        var parts = text.Split('/', '-');
        if (parts.Length != 3 || parts[2].Length != 4 || !Whole(parts[0], out var first) || !Whole(parts[1], out var second) || !Whole(parts[2], out var year))
            return null;
        var dayFirst = DateOf(year, second, first);
        var monthFirst = DateOf(year, first, second);
        if (dayFirst is not null && monthFirst is not null && dayFirst != monthFirst)
            return Cleaned<DateOnly>.Wrong("may be day/month or month/day; write yyyy-MM-dd");
        return (dayFirst ?? monthFirst) is { } date ? Cleaned<DateOnly>.Of(date) : null;
    }

    // "2025-08-29T13:43:14Z" and "29/08/2025 13:43" are days; "Aug 29, 2025" has blanks of its own.
    private static string WithoutTime(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var cut = colon < 0 ? -1 : text.LastIndexOfAny(['T', 't', ' '], colon);
        return cut > 0 ? text[..cut].TrimEnd() : text;
    }

    private static DateOnly? Exact(string text, params string[] formats) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date) ? date : null;

    private static DateOnly? DateOf(int year, int month, int day) =>
        year is >= 1900 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd", "d.M.yyyy", "d-MMM-yyyy", "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "yyyy-MMM-dd",
    ];
}
