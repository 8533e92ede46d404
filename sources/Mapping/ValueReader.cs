using System.Globalization;
using System.Text.RegularExpressions;
using OneLead.Events;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Mapping;

/// <summary>Converts a sender's value to the type of a field.</summary>
internal static partial class ValueReader
{
    public const string UnixMilliseconds = "unix_ms", UnixSeconds = "unix_s", DotNetDate = "dotnet_date";

    /// <summary>Converts a value; null if it is missing. The problem says why it cannot be converted.</summary>
    /// <param name="mark">The decimal mark that the mapping names.</param>
    public static FieldValue Read(FieldValue raw, FieldRule rule, DecimalMark mark, out string? problem)
    {
        problem = null;
        if (raw.Type == FieldType.Text)
            raw = FieldValue.Of(UnpairedSurrogates.Replace(raw.Text!));
        if (rule.Values.Count > 0
            && TextOf(raw) is { } text
            && (rule.Values.TryGetValue(text, out var translated) || rule.Values.TryGetValue("*", out translated)))
            raw = translated is null ? FieldValue.Null : FieldValue.Of(translated);
        if (IsMissing(raw))
        {
            if (rule.Default is null)
                return FieldValue.Null;
            raw = FieldValue.Of(rule.Default);
        }
        return rule.Kind switch
        {
            FieldKind.Text => IdentityFields.Normalise(rule.Target, TextOf(raw)!) is { } cleaned ? FieldValue.Of(cleaned) : FieldValue.Null,
            FieldKind.Date => Date(raw, rule.Format, out problem),
            FieldKind.Instant => Instant(raw, rule.Format, out problem),
            FieldKind.Flag => Flag(raw, out problem),
            FieldKind.Money when raw.Type == FieldType.Text && rule.Factor is null =>
                Of(LenientNumberParser.ParseMoney(raw.Text, mark), out problem),
            FieldKind.Money => Of(LenientNumberParser.ParseMoney(Number(raw, rule, mark)), out problem),
            FieldKind.Integer => Of(LenientNumberParser.ToInteger(Number(raw, rule, mark)), out problem),
            FieldKind.Rate => Of(Rate(Number(raw, rule, mark), rule.IsPercent), out problem),
            _ => Of(Number(raw, rule, mark), out problem),
        };
    }

    /// <summary>True for null and for texts such as <c>(null)</c>.</summary>
    public static bool IsMissing(FieldValue raw) => raw.IsNull || (raw.Type == FieldType.Text && LenientText.IsMissing(raw.Text));

    /// <summary>The value as text; null if it is missing.</summary>
    public static string? TextOf(FieldValue raw) =>
        IsMissing(raw) ? null
        : raw.Type == FieldType.Text ? LenientText.Clean(UnpairedSurrogates.Replace(raw.Text!))
        : raw.ToString();

    public static bool IsFormat(string format)
    {
        if (format is UnixMilliseconds or UnixSeconds or DotNetDate)
            return true;
        try
        {
            var text = DateTime.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static FieldValue Of(Parsed<decimal> number, out string? problem)
    {
        problem = number.Problem;
        return number.Value is { } value ? FieldValue.Of(value) : FieldValue.Null;
    }

    private static Parsed<decimal> Number(FieldValue raw, FieldRule rule, DecimalMark mark)
    {
        var number = raw.Type switch
        {
            FieldType.Number => Parsed<decimal>.Of(raw.Number),
            FieldType.Text => LenientNumberParser.Parse(raw.Text, mark),
            _ => Parsed<decimal>.Invalid("is not a number"),
        };
        if (number.Value is not { } value)
            return number;
        if (Math.Abs(value) > 1e18m)
            return Parsed<decimal>.Invalid("is out of range");
        // "45%" is already a percentage.
        var isPercent = rule.IsPercent && !(raw.Type == FieldType.Text && raw.Text!.TrimEnd().EndsWith('%'));
        return Parsed<decimal>.Of(value * (rule.Factor ?? 1) / (isPercent ? 100 : 1));
    }

    private static Parsed<decimal> Rate(Parsed<decimal> number, bool isPercent) =>
        number.Value is < 0 or > 1
            ? Parsed<decimal>.Invalid(isPercent
                ? "is not a rate of 0 to 100 percent"
                : "is not a rate of 0 to 1; map a rate of 0 to 100 with percent: true")
            : number;

    private static FieldValue Flag(FieldValue raw, out string? problem)
    {
        var flag = raw.Type switch
        {
            FieldType.Flag or FieldType.Number => Parsed<bool>.Of(raw.Number != 0),
            FieldType.Text => LenientNumberParser.ParseFlag(raw.Text),
            _ => Parsed<bool>.Invalid("is neither yes nor no"),
        };
        problem = flag.Problem;
        return flag.Value is { } value ? FieldValue.Of(value) : FieldValue.Null;
    }

    private static FieldValue Date(FieldValue raw, string? format, out string? problem)
    {
        problem = null;
        var date = raw.Type switch
        {
            _ when ByFormat(raw, format) is { } time => LenientDateParser.Check(DateOnly.FromDateTime(time.DateTime)),
            FieldType.Number => LenientDateParser.Parse((double)raw.Number),
            FieldType.Text => LenientDateParser.Parse(raw.Text),
            _ => Parsed<DateOnly>.Invalid("is not a date"),
        };
        problem = date.Problem;
        return date.Value is { } value ? FieldValue.Of(value) : FieldValue.Null;
    }

    private static FieldValue Instant(FieldValue raw, string? format, out string? problem)
    {
        problem = null;
        if (ByFormat(raw, format) is { } time)
            return Bounded(time, out problem);
        // The year comes first, so day and month are not ambiguous. A time without a zone is UTC.
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (raw is { Type: FieldType.Text, Text: { Length: > 10 } text } && text[4] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var written))
            return Bounded(written, out problem);
        return Date(raw, null, out problem).AsDate() is { } day
            ? FieldValue.Of(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero))
            : FieldValue.Null;
    }

    private static FieldValue Bounded(DateTimeOffset time, out string? problem)
    {
        var day = LenientDateParser.Check(DateOnly.FromDateTime(time.UtcDateTime));
        problem = day.Problem;
        return day.Value is null ? FieldValue.Null : FieldValue.Of(time);
    }

    // Null if the text does not have the format; it is then read as without one, because senders use other formats in exports.
    private static DateTimeOffset? ByFormat(FieldValue raw, string? format)
    {
        if (format is null || raw.Type is not (FieldType.Number or FieldType.Text))
            return null;
        var text = raw.ToString().Trim();
        return format switch
        {
            UnixMilliseconds => Since1970(text),
            UnixSeconds => Since1970(text, 1000),
            DotNetDate => DotNet(text),
            _ => DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null,
        };
    }

    private static DateTimeOffset? DotNet(string text)
    {
        var match = DotNetForm().Match(text);
        if (!match.Success || Since1970(match.Groups[1].Value) is not { } time)
            return null;
        var zone = match.Groups[2].Value;
        if (zone.Length == 0)
            return time;
        var minutes = (int.Parse(zone[1..3], CultureInfo.InvariantCulture) * 60) + int.Parse(zone[3..], CultureInfo.InvariantCulture);
        return minutes > 14 * 60 || time.Year is < 2 or > 9998
            ? time
            : time.ToOffset(TimeSpan.FromMinutes(zone[0] == '-' ? -minutes : minutes));
    }

    private static DateTimeOffset? Since1970(string text, long milliseconds = 1) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
        && count >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() / milliseconds
        && count <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() / milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(count * milliseconds)
            : null;

    [GeneratedRegex(@"^/Date\((-?\d{1,15})([+-]\d{4})?\)/\z")]
    private static partial Regex DotNetForm();
}
