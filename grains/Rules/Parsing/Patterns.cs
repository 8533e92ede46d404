using System.Text.RegularExpressions;

namespace OneLead.Rules.Parsing;

/// <summary>How every pattern of the rules is compiled: no backtracking, so no text can make one slow.</summary>
internal static class Patterns
{
    /// <summary>A pattern that matches nothing.</summary>
    public const string Nothing = "[^\\s\\S]";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout);
}
