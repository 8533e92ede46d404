using System.Text;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Column and sheet names as people type them.</summary>
internal static class Headers
{
    /// <summary>What is left of a name without case, blanks, underscores and punctuation: <c>Opportunity NAme</c> and <c>opportunity_name</c> are one.</summary>
    public static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var c in name.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(c))
                plain.Append(char.ToLowerInvariant(c));
        }
        return plain.ToString();
    }

    /// <summary>The field name of a column that we do not know: <c>Last Refresh Date</c> is <c>lastRefreshDate</c>, <c>PRJ_Geo</c> is <c>prjGeo</c>.</summary>
    public static string Camel(string name)
    {
        var camel = new StringBuilder(name.Length);
        foreach (var word in name.Normalize(NormalizationForm.FormKC).Split(name.Where(c => !char.IsLetterOrDigit(c)).Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word.Any(char.IsLower) ? word[1..] : word[1..].ToLowerInvariant();
            camel.Append(camel.Length == 0 ? char.ToLowerInvariant(word[0]) : char.ToUpperInvariant(word[0]));
            camel.Append(rest);
        }
        return camel.ToString();
    }
}
