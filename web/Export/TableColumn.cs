namespace OneLead.Web.Export;

/// <summary>How the values of a column are shown in a workbook.</summary>
internal enum CellFormat { General, Whole, Score, Money, Percent }

/// <summary>A column of an exported table.</summary>
/// <param name="Name">The name in CSV, for programs; it does not change.</param>
/// <param name="Head">The head in a workbook, for people.</param>
/// <param name="Format">The format of its numbers. Dates and times have their own.</param>
/// <param name="Width">In characters.</param>
internal record TableColumn(string Name, string Head, CellFormat Format, int Width);

/// <summary>A column with its value in a row.</summary>
internal sealed record TableColumn<T>(
    string Name, Func<T, object?> Value, string? Title = null, CellFormat Format = CellFormat.General, int Width = 14)
    : TableColumn(Name, Title ?? Words.Of(Name), Format, Width);

/// <summary>A value of a fixed vocabulary: its wire name in CSV, words in a workbook.</summary>
internal readonly record struct Term(string Name)
{
    public static Term Of<T>(T value) where T : struct, Enum => new(Wire.Name(value));
}

/// <summary>Turns names of the API to words: <c>endOfLife</c> and <c>end_of_life</c> to "End of life".</summary>
internal static class Words
{
    private static readonly string[] Capitals = ["id", "sku", "skus", "url", "utc", "sla", "csat", "nps", "csv", "roi"];

    public static string Of(string name)
    {
        var spaced = string.Concat(name.Select((c, i) => c is '_' or '.' or '-' ? " "
            : char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1]) ? " " + char.ToLowerInvariant(c)
            : c.ToString()));
        var words = spaced.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => !Capitals.Contains(word) ? word : word is "skus" ? "SKUs" : word.ToUpperInvariant());
        var text = string.Join(' ', words);
        return text.Length == 0 ? name : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
