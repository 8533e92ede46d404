using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OneLead.Rules.Parsing;

/// <summary>
/// Compiles patterns. Patterns of users run without backtracking, so that no pattern can make the rules slow. Compiling
/// one takes milliseconds, so the patterns of the default rules, which are known to be harmless, use the ordinary engine.
/// </summary>
internal static class PatternCompiler
{
    public const string Nothing = "[^\\s\\S]";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private static readonly ConcurrentDictionary<string, Regex> Shipped = new();

    /// <summary>The patterns of the default rules.</summary>
    public static IEnumerable<string> ShippedPatterns => Shipped.Keys;

    /// <exception cref="ArgumentException">The text is not a pattern.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking.</exception>
    public static Regex Compile(string pattern, bool ships) =>
        ships ? Shipped.GetOrAdd(pattern, p => new Regex(p, Options))
            : Shipped.TryGetValue(pattern, out var known)
            ? known
            : CompileUntrusted(pattern);

    public static Regex CompileUntrusted(string pattern) => new(pattern, Options | RegexOptions.NonBacktracking);
}
