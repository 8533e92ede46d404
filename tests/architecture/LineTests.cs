using System.Text.RegularExpressions;

namespace OneLead.Architecture.Tests;

/// <summary>Lines end by column 140, so that two files fit side by side.</summary>
public partial class LineTests
{
    private const int Columns = 140;

    private static readonly string Long = new('x', Columns);

    [Fact]
    public void Lines_end_by_column_140() => Assert.Empty(SourceFiles.All.SelectMany(file =>
        LongLines(File.ReadLines(file)).Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line}")));

    [Fact]
    public void The_check_finds_long_lines_except_within_raw_strings()
    {
        string[] code = ["A(", Long + ";", "var a = \"\"\"" + Long + "\"\"\";", "var b = $\"\"\"", Long + "!", "    \"\"\";", Long + ";"];
        Assert.Equal([2, 3, 7], LongLines(code));
        Assert.Empty(LongLines([Long]));
    }

    // A line within a raw string of several lines is text and not code: breaking it would change the text.
    private static IEnumerable<int> LongLines(IEnumerable<string> code)
    {
        var isText = false;
        foreach (var (number, line) in code.Index())
        {
            if (isText)
                isText = !line.TrimStart().StartsWith("\"\"\"", StringComparison.Ordinal);
            else if (line.EndsWith("\"\"\"", StringComparison.Ordinal))
                isText = Quotes().Count(line) % 2 == 1;
            if (!isText && line.Length > Columns)
                yield return number + 1;
        }
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex Quotes();
}
