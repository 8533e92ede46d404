using System.Globalization;
using System.Text.RegularExpressions;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Parses the timestamp formats of the senders.</summary>
internal static partial class TimestampParser
{
    private static readonly long MinMilliseconds = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Parses positive milliseconds since 1970.</summary>
    public static DateTimeOffset? FromUnixMilliseconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0 && ms <= MaxMilliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    /// <summary>Parses RFC 3339 and returns UTC. A time without a zone is UTC.</summary>
    public static DateTimeOffset? FromIso(string? text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var time) ? time : null;
    }

    /// <summary>
    /// Parses <c>/Date(1506409448000-0700)/</c>: milliseconds since 1970 in UTC, and the sender's zone, which is ignored.
    /// </summary>
    public static DateTimeOffset? FromDotNetDate(string? text)
    {
        if (text is null
            || DotNetDate().Match(text) is not { Success: true } match
            || !long.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms))
            return null;
        return ms >= MinMilliseconds && ms <= MaxMilliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    [GeneratedRegex(@"^/Date\((-?\d{1,15})([+-]\d{4})?\)/\z", RegexOptions.CultureInvariant)]
    private static partial Regex DotNetDate();
}
