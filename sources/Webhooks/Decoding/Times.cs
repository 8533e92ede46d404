using System.Globalization;
using System.Text.RegularExpressions;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>The senders' ways to write a time.</summary>
internal static partial class Times
{
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Milliseconds since 1970, not before.</summary>
    public static DateTimeOffset? OfMilliseconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0 && ms <= LastMillisecond ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>RFC 3339, in UTC.</summary>
    public static DateTimeOffset? OfIso(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary><c>/Date(1506409448000-0700)/</c>: milliseconds since 1970 in UTC; the offset tells where the sender was and moves nothing.</summary>
    public static DateTimeOffset? OfWcf(string? text)
    {
        if (text is null || WcfDate().Match(text) is not { Success: true } match || !long.TryParse(match.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms))
            return null;
        return ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= LastMillisecond ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    [GeneratedRegex(@"^/Date\((-?\d{1,15})([+-]\d{4})?\)/\z", RegexOptions.CultureInvariant)]
    private static partial Regex WcfDate();
}
