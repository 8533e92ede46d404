using System.Collections.Frozen;
using System.Globalization;

namespace OneLead.Sources.Http;

/// <summary>Reads query parameters. A value that cannot be read is refused, never ignored.</summary>
public static class QueryParameters
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    public static int Limit(IQueryCollection query, int max = MaxLimit, string name = "limit") =>
        Text(query, name) is not { } text ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= max ? limit
        : throw Bad(name, $"a number from 1 to {max}");

    public static Sort Sort(IQueryCollection query, IEnumerable<string> names, Sort defaultSort)
    {
        if (Text(query, "sort") is not { } text)
            return defaultSort;
        var sort = Http.Sort.Parse(text);
        return names.Contains(sort.Name)
            ? sort
            : throw Bad("sort",
                $"one of {string.Join(", ", names.Order(StringComparer.Ordinal))}, prefixed with a minus to sort descending");
    }

    public static SortKey? Cursor(IQueryCollection query, Sort sort) =>
        Text(query, "cursor") is not { } text ? null
        : Http.Cursor.TryRead(text, sort)
            ?? throw new RefusedException(Refusal.BadCursor, "The cursor is damaged or belongs to another sort. Start again without it.");

    public static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>The values of a parameter that is repeated or separated by commas; null when it is absent.</summary>
    public static FrozenSet<string>? Texts(IQueryCollection query, string name, StringComparer? comparer = null)
    {
        var values = query[name]
            .SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return values.ToFrozenSet(comparer) is { Count: > 0 } set ? set : null;
    }

    public static FrozenSet<T>? Enums<T>(IQueryCollection query, string name) where T : struct, Enum =>
        Texts(query, name)?
            .Select(text => Wire.TryParse<T>(text, out var value)
                ? value
                : throw Bad(name, $"one or more of {string.Join(", ", Wire.All<T>())}"))
            .ToFrozenSet();

    public static bool? Flag(IQueryCollection query, string name) =>
        Text(query, name) is not { } text ? null : bool.TryParse(text, out var flag) ? flag : throw Bad(name, "true or false");

    public static DateOnly? Date(IQueryCollection query, string name) =>
        Text(query, name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw Bad(name, "a date, yyyy-MM-dd");

    public static DateTimeOffset? Instant(IQueryCollection query, string name)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return Text(query, name) is not { } text ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time) ? time
            : throw Bad(name, "a time in RFC 3339");
    }

    public static decimal? Score(IQueryCollection query, string name) => Number(query, name, 100);

    public static decimal Number(IQueryCollection query, string name, decimal defaultValue, decimal max) =>
        Number(query, name, max) ?? defaultValue;

    private static decimal? Number(IQueryCollection query, string name, decimal max) =>
        Text(query, name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= max ? number
        : throw Bad(name, string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {max:0.##}"));

    public static RefusedException Bad(string name, string expected) => new(Refusal.BadRequest, $"'{name}' must be {expected}.");
}
