using System.Text.RegularExpressions;

namespace OneLead.Rules.Parsing;

/// <summary>Texts with {placeholders}.</summary>
internal static partial class Templates
{
    /// <summary>Reads a text and notes placeholders that nobody fills.</summary>
    public static string Read(RuleSection section, string key, IReadOnlyCollection<string> known)
    {
        var text = section.Text(key);
        foreach (Match placeholder in Placeholder().Matches(text))
        {
            if (!known.Contains(placeholder.Groups[1].Value))
                section.Error(key, $"{placeholder.Value} is not known here; known are {string.Join(", ", known.Select(k => $"{{{k}}}"))}");
        }
        return text;
    }

    /// <summary>Fills in one pass, so a value that looks like a placeholder stays as it is.</summary>
    public static string Fill(string text, Func<string, string> value) => Placeholder().Replace(text, p => value(p.Groups[1].Value));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();
}
