using System.Collections.Immutable;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>
/// A list of words and phrases that a status or stage can contain. A text is split at everything that is no letter and where
/// its case changes (<c>ClosedWon</c>), so substrings never match.
/// </summary>
public sealed class StageWords
{
    private readonly ImmutableArray<ImmutableArray<string>> _phrases;

    public StageWords(params IEnumerable<string> phrases) => _phrases = [.. phrases.Select(Split).Where(p => p.Length > 0)];

    /// <summary>True if the text contains one of the words or phrases.</summary>
    public bool IsIn(string? text) => text is not null && IsIn(Split(text));

    internal bool IsIn(ImmutableArray<string> words)
    {
        foreach (var phrase in _phrases)
        {
            if (words.AsSpan().IndexOf(phrase.AsSpan()) >= 0)
                return true;
        }
        return false;
    }

    /// <summary>Returns the words of a text in lower case.</summary>
    internal static ImmutableArray<string> Split(string text)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && char.IsLetter(text[i]) && (i == start || !char.IsUpper(text[i]) || char.IsUpper(text[i - 1])))
                i++;
            if (i > start)
                words.Add(text[start..i].ToLowerInvariant());
            else
                i++;
        }
        return words.DrainToImmutable();
    }

    internal static StageWords Read(RuleSection section, string key) => new(section.Texts(key));
}
