using System.Text;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Compares column and sheet names as people type them.</summary>
internal static class Headers
{
    /// <summary>Removes case, blanks, underscores and punctuation: <c>Opportunity NAme</c> equals <c>opportunity_name</c>.</summary>
    public static string Normalize(string name)
    {
        var normalized = new StringBuilder(name.Length);
        foreach (var c in UnicodeText.Normalise(name, NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(c))
                normalized.Append(char.ToLowerInvariant(c));
        }
        return normalized.ToString();
    }

    /// <summary>
    /// The field name of an unknown column: <c>Last Refresh Date</c> becomes <c>lastRefreshDate</c>, <c>PRJ_Geo</c> becomes
    /// <c>prjGeo</c>.
    /// </summary>
    public static string ToCamelCase(string name)
    {
        var camel = new StringBuilder(name.Length);
        var separators = name.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray();
        var composed = UnicodeText.Normalise(name, NormalizationForm.FormKC);
        foreach (var word in composed.Split(separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word.Any(char.IsLower) ? word[1..] : word[1..].ToLowerInvariant();
            camel.Append(camel.Length == 0 ? char.ToLowerInvariant(word[0]) : char.ToUpperInvariant(word[0]));
            camel.Append(rest);
        }
        return camel.ToString();
    }
}
