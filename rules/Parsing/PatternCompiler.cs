using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OneLead.Rules.Parsing;

/// <summary>
/// How patterns are compiled. One that somebody wrote runs without backtracking, so no pattern and no text can make
/// rules slow or their result depend on a timeout. That takes milliseconds to compile, each; the patterns that ship are
/// known to be harmless and run on the ordinary engine, which finds the same matches and is ready at once.
/// </summary>
internal static class PatternCompiler
{
    /// <summary>A pattern that matches nothing.</summary>
    public const string Nothing = "[^\\s\\S]";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
    private static readonly ConcurrentDictionary<string, Regex> Shipped = new();

    /// <summary>The patterns that ship.</summary>
    public static IEnumerable<string> ShippedPatterns => Shipped.Keys;

    /// <exception cref="ArgumentException">Not a pattern.</exception>
    /// <exception cref="NotSupportedException">A pattern that needs backtracking.</exception>
    public static Regex Compile(string pattern, bool ships) =>
        ships ? Shipped.GetOrAdd(pattern, p => new Regex(p, Options)) : Shipped.TryGetValue(pattern, out var known) ? known : CompileUntrusted(pattern);

    public static Regex CompileUntrusted(string pattern) => new(pattern, Options | RegexOptions.NonBacktracking);
}
