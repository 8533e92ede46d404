using System.Globalization;
using System.Text;
using OneLead.Events;

namespace OneLead.Sources.Cdc;

/// <summary>Parses values in PostgreSQL's text format (DateStyle ISO, TimeZone UTC).</summary>
internal static class LogValues
{
    // Type oids of pg_type.
    private const uint Bool = 16, BigInt = 20, SmallInt = 21, Int = 23, Oid = 26, Json = 114, Real = 700, Double = 701, Date = 1082;
    private const uint Timestamp = 1114, TimestampTz = 1184, Numeric = 1700, Jsonb = 3802;

    // Deeper JSON could not be written again by our writer, so it stays text.
    private const int MaxBrackets = 50;

    public static FieldValue Read(string? text, uint type)
    {
        if (text is null)
            return FieldValue.Null;
        return type switch
        {
            Bool => FieldValue.Of(text == "t"),
            SmallInt or Int or BigInt or Oid or Real or Double or Numeric =>
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && FieldValue.IsInRange(number)
                    ? FieldValue.Of(number)
                    : FieldValue.Of(text),
            Json or Jsonb =>
                text.AsSpan().Count('{') + text.AsSpan().Count('[') <= MaxBrackets ? FieldValue.Json(text) : FieldValue.Of(text),
            Date or Timestamp or TimestampTz => Time(text),
            _ => FieldValue.Of(text),
        };
    }

    /// <summary>Parses one line of COPY's text format.</summary>
    public static LogValue[] ReadLine(string line, int columns)
    {
        var values = new LogValue[columns];
        var start = 0;
        for (var i = 0; i < columns; i++)
        {
            var end = line.IndexOf('\t', start);
            var value = line.AsSpan(start, (end < 0 ? line.Length : end) - start);
            values[i] = new LogValue(value is "\\N" ? null : value.Contains('\\') ? Unescape(value) : value.ToString());
            start = end + 1;
        }
        return values;
    }

    private static string Unescape(ReadOnlySpan<char> escaped)
    {
        var plain = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            plain.Append(escaped[i] != '\\' || i + 1 == escaped.Length ? escaped[i] : escaped[++i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                var other => other,
            });
        }
        return plain.ToString();
    }

    // Converts "2026-01-31 09:00:00.5+00" to RFC 3339. Infinity and dates BC, which also stand for "always", read as missing.
    private static FieldValue Time(string text)
    {
        if (text.EndsWith("infinity", StringComparison.Ordinal) || text.EndsWith(" BC", StringComparison.Ordinal))
            return FieldValue.Null;
        var time = text.Length > 10 && text[10] == ' ' ? string.Concat(text.AsSpan(0, 10), "T", text.AsSpan(11)) : text;
        return FieldValue.Of(time.EndsWith("+00", StringComparison.Ordinal) ? time[..^3] + "Z" : time);
    }
}
