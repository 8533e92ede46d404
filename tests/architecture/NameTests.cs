using System.Text.RegularExpressions;

namespace OneLead.Architecture.Tests;

/// <summary>One name, one type: a reader who searches for a name finds one declaration.</summary>
public partial class NameTests
{
    // Names that two types still share. The list only shrinks: rename one of the two, and take the name off here.
    private static readonly string[] Shared =
    [
        "TableTests",
    ];

    [Fact]
    public void No_two_types_have_the_same_name()
    {
        var repeated = Declarations().Distinct().GroupBy(d => d.Name).Where(d => d.Count() > 1)
            .ToDictionary(d => d.Key, d => $"{d.Key}: {string.Join(", ", d.Select(n => n.Namespace).Order(StringComparer.Ordinal))}");
        Assert.Empty(repeated.Where(r => !Shared.Contains(r.Key)).Select(r => r.Value));
        Assert.Empty(Shared.Where(s => !repeated.ContainsKey(s)).Select(s => $"{s} is not shared any more: take it off the list"));
    }

    // Types of files as they are written here: one namespace a file, its types not indented.
    // Nested types and those of one file ("file class") are not counted.
    private static IEnumerable<(string Name, string Namespace)> Declarations()
    {
        var separator = Path.DirectorySeparatorChar;
        foreach (var path in Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Repository.Root, path);
            if (relative.StartsWith("artifacts" + separator, StringComparison.Ordinal) || relative.StartsWith('.')
                || relative.Contains($"node_modules{separator}", StringComparison.Ordinal))
                continue;
            var text = File.ReadAllText(path);
            var of = Namespace().Match(text) is { Success: true } found ? found.Groups[1].Value : relative;
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
