using System.Collections.Frozen;

namespace OneLead.Rules;

/// <summary>Removes legal forms from folded names.</summary>
internal sealed class LegalForms
{
    private const char FirstOutsideLatin = '\u2E80';

    private readonly FrozenSet<string> _all;
    private readonly FrozenSet<string> _prefixes;
    private readonly string[] _forms;

    /// <param name="prefixes">Words that are removed only in front of a name: <c>The</c>, <c>ООО</c>.</param>
    public LegalForms(IEnumerable<string> suffixes, IEnumerable<string> prefixes)
    {
        _all = suffixes.Select(NameFold.Fold).Where(f => f.Length > 0).ToFrozenSet(StringComparer.Ordinal);
        _prefixes = prefixes.Select(NameFold.Fold).Where(f => f.Length > 0).ToFrozenSet(StringComparer.Ordinal);
        // Longest first: 股份有限公司 before 有限公司.
        _forms = [.. _all.OrderByDescending(f => f.Length).ThenBy(f => f, StringComparer.Ordinal)];
    }

    /// <summary>Returns the name without its legal forms, or unchanged if it consists of legal forms only.</summary>
    public string Strip(string folded)
    {
        var name = folded;
        while (StripOne(name) is { } shorter)
            name = shorter;
        return _all.Contains(name) || _prefixes.Contains(name) ? folded : name;
    }

    private string? StripOne(string name)
    {
        foreach (var form in _forms)
        {
            var rest = name.Length - form.Length;
            if (rest <= 0)
                continue;
            var isOutsideLatin = form[0] >= FirstOutsideLatin;
            var mayAttach = isOutsideLatin && form.Length > 1;
            if (name.EndsWith(form, StringComparison.Ordinal) && (mayAttach || name[rest - 1] == ' '))
                return name[..rest].TrimEnd(' ');
            if (isOutsideLatin && name.StartsWith(form, StringComparison.Ordinal)
                && (name[form.Length] == ' ' || (mayAttach && char.IsLetterOrDigit(name, form.Length))))
                return name[form.Length..].TrimStart(' ');
        }
        var space = name.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && _prefixes.Contains(name[..space]) ? name[(space + 1)..] : null;
    }
}
