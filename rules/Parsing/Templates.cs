using System.Text.RegularExpressions;

namespace OneLead.Rules.Parsing;

/// <summary>Reads and fills texts with {placeholders}.</summary>
internal static partial class Templates
{
    /// <summary>Reads a text and records unknown placeholders as errors.</summary>
    public static string Read(RuleSection section, string key, IReadOnlyCollection<string> known)
    {
        var text = section.Text(key);
        foreach (Match placeholder in Placeholder().Matches(text))
        {
            if (!known.Contains(placeholder.Groups[1].Value))
                section.Error(key,
                    $"{placeholder.Value} is an unknown placeholder; use one of {string.Join(", ", known.Select(k => $"{{{k}}}"))}");
        }
        return text;
    }

    /// <summary>Fills all placeholders in one pass, so that values that look like placeholders are not filled.</summary>
    public static string Fill(string text, Func<string, string> value) => Placeholder().Replace(text, p => value(p.Groups[1].Value));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
