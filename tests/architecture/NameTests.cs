using System.Text.RegularExpressions;

namespace OneLead.Architecture.Tests;

/// <summary>One name, one type: a reader who searches for a name finds one declaration.</summary>
public partial class NameTests
{
    [Fact]
    public void No_two_types_have_the_same_name()
    {
        var repeated = Declarations().Distinct().GroupBy(d => d.Name).Where(d => d.Count() > 1);
        Assert.Empty(repeated.Select(d => $"{d.Key}: {string.Join(", ", d.Select(n => n.Namespace).Order(StringComparer.Ordinal))}"));
    }

    // Types of files as they are written here: one namespace a file, its types not indented.
    // Nested types and those of one file ("file class") are not counted.
    private static IEnumerable<(string Name, string Namespace)> Declarations()
    {
        foreach (var path in SourceFiles.All)
        {
            var text = File.ReadAllText(path);
            var of = Namespace().Match(text) is { Success: true } found ? found.Groups[1].Value : path;
            foreach (Match type in Type().Matches(text))
                yield return (type.Groups[1].Value, of);
        }
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(
        @"^(?:public |internal |sealed |static |abstract |readonly |partial |ref |unsafe )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>?\[\], .]+?) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Type();
}
