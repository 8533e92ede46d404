using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OneLead.Values;

/// <summary>
/// A cell of the service workbook: <c>Remote Copy configuration (HA124A1#5QV/HA124A1#5Y8)</c> is a service with two SKUs.
/// Parentheses with other content are part of the name.
/// </summary>
/// <param name="Name">The service with white space collapsed; empty for a blank cell.</param>
/// <param name="Skus">The distinct SKUs in the order of the cell.</param>
public sealed partial record ServiceCell(string Name, ImmutableArray<string> Skus)
{
    /// <summary>Parses a cell; null is a blank cell.</summary>
    public static ServiceCell Parse(string? cell)
    {
        var skus = ImmutableArray.CreateBuilder<string>();
        var name = Parentheses().Replace(cell ?? "", match =>
        {
            var parts = SplitSkus(match.Groups[1].Value);
            if (parts.Length == 0 || !parts.All(IsSku))
                return match.Value;
            skus.AddRange(parts.Where(p => !skus.Contains(p)));
            return " ";
        });
        return new(WhiteSpace().Replace(name, " ").Trim(), skus.ToImmutable());
    }

    /// <summary>Splits a list of SKUs at slashes, commas, semicolons and white space.</summary>
    public static string[] SplitSkus(string text) =>
        Separators().Split(text).Where(p => p.Length > 0).Distinct(StringComparer.Ordinal).ToArray();

    /// <summary>True if a text has the format of a SKU: <c>HM002A1</c>, <c>H9Q53AC</c>, <c>H44NKE</c>, <c>HM2P6A1#001</c>.</summary>
    public static bool IsSku(string text) => Sku().IsMatch(text);

    public bool Equals(ServiceCell? other) => other is not null && Name == other.Name && Skus.AsSpan().SequenceEqual(other.Skus.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Name, Skus.Length);

    [GeneratedRegex(@"\(([^()]*)\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"[\s/,;]+")]
    private static partial Regex Separators();

    // Six or seven capitals and digits that begin with a capital and contain at least two digits; then '#' and three characters
    // at most once.
    [GeneratedRegex(@"^(?=(?:[^#0-9]*[0-9]){2})[A-Z][A-Z0-9]{5,6}(?:#[A-Z0-9]{3})?\z")]
    private static partial Regex Sku();
}
