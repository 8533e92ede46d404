namespace OneLead.Storage.Postgres;

/// <summary>
/// Escapes U+0000, which PostgreSQL does not accept in texts but source ids may contain. U+0000 becomes U+0001 '0' and
/// U+0001 becomes U+0001 '1'. Other texts do not change.
/// </summary>
internal static class PostgresText
{
    private const char Null = '\0', EscapeCharacter = '\u0001';

    public static string Escape(string text) =>
        text.AsSpan().IndexOfAny(Null, EscapeCharacter) < 0
            ? text
            : text.Replace("\u0001", "\u00011", StringComparison.Ordinal).Replace("\0", "\u00010", StringComparison.Ordinal);

    public static string Unescape(string stored) =>
        !stored.Contains(EscapeCharacter)
            ? stored
            : stored.Replace("\u00010", "\0", StringComparison.Ordinal).Replace("\u00011", "\u0001", StringComparison.Ordinal);
}
