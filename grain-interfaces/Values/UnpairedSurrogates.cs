using System.Globalization;
using System.Text;

namespace OneLead.Values;

/// <summary>
/// Finds and replaces unpaired surrogates. Half a surrogate pair is no character: it has no UTF-8 form, and a JSON text that holds
/// one as an escape (<c>\ud800</c>) can be parsed but not read.
/// </summary>
public static class UnpairedSurrogates
{
    /// <summary>The reason of a refusal, for people.</summary>
    public const string Reason = "holds an unpaired surrogate, which is no character";

    private const string Replacement = "\\ufffd";
    private const int EscapeLength = 6;

    public static bool AreIn(ReadOnlySpan<char> text)
    {
        for (var i = NextSurrogate(text, 0); i < text.Length; i = NextSurrogate(text, i + 2))
        {
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return true;
        }
        return false;
    }

    /// <summary>Replaces each by U+FFFD.</summary>
    public static string Replace(string text) => AreIn(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>True if a JSON text holds one as it is, or as an escape.</summary>
    public static bool AreInJson(ReadOnlySpan<char> json) => NextEscape(json, 0) < json.Length || AreIn(json);

    /// <inheritdoc cref="AreInJson(ReadOnlySpan{char})"/>
    public static bool AreInJson(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\u"u8) >= 0 && AreInJson(Encoding.UTF8.GetString(utf8));

    /// <summary>Replaces each in a JSON text by U+FFFD.</summary>
    public static string ReplaceInJson(string json)
    {
        var at = NextEscape(json, 0);
        if (at == json.Length)
            return Replace(json);
        var (replaced, from) = (new StringBuilder(json.Length), 0);
        for (; at < json.Length; at = NextEscape(json, from))
        {
            replaced.Append(json, from, at - from).Append(Replacement);
            from = at + EscapeLength;
        }
        return Replace(replaced.Append(json, from, json.Length - from).ToString());
    }

    /// <inheritdoc cref="ReplaceInJson(string)"/>
    public static byte[] ReplaceInJson(byte[] utf8) =>
        utf8.AsSpan().IndexOf("\\u"u8) < 0 ? utf8 : Encoding.UTF8.GetBytes(ReplaceInJson(Encoding.UTF8.GetString(utf8)));

    private static int NextSurrogate(ReadOnlySpan<char> text, int from) =>
        from < text.Length && text[from..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at ? from + at : text.Length;

    // The place of the next escape that is not half of a pair of escapes; the length of the text if there is none. A backslash
    // occurs in texts only, and the character after it belongs to it.
    private static int NextEscape(ReadOnlySpan<char> json, int from)
    {
        for (var i = from; i < json.Length && json[i..].IndexOf('\\') is >= 0 and var next;)
        {
            i += next;
            if (Surrogate(json, i) is not { } first)
                i += 2;
            else if (char.IsHighSurrogate(first) && Surrogate(json, i + EscapeLength) is { } second && char.IsLowSurrogate(second))
                i += 2 * EscapeLength;
            else
                return i;
        }
        return json.Length;
    }

    // The surrogate that is written as an escape at a place; else null.
    private static char? Surrogate(ReadOnlySpan<char> json, int at) =>
        at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
        && char.IsSurrogate((char)unit)
            ? (char)unit
            : null;
}
