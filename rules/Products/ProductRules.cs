using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>A row of the service workbook: <c>Storage SW/3PAR</c>.</summary>
public readonly record struct ServiceRow(string Category, string Product)
{
    public override string ToString() => $"{Category}/{Product}";
}

/// <summary>A product family, its pattern for product names and platforms, and its service rows.</summary>
public sealed record ProductFamily(string Name, Regex Pattern, ImmutableArray<ServiceRow> ServiceRows);

/// <summary>The family of a business unit, used if name and platform do not match a family.</summary>
public sealed record BusinessUnitFamily(Regex Pattern, string Family);

/// <summary>The service rows of a business unit, used if the family is unknown.</summary>
public sealed record BusinessUnitRows(Regex Pattern, ImmutableArray<ServiceRow> Rows);

/// <summary>The text that a component pattern is matched against.</summary>
public enum ProductField { Name, Line, Platform }

/// <summary>A pattern of products that are components of a kind.</summary>
public sealed record ComponentPattern(string Kind, ProductField Field, Regex Pattern);

/// <summary>A model with the name template of its successors; <paramref name="Newest"/> is the newest existing generation.</summary>
public sealed record SuccessorModel(Regex Pattern, int Newest, string Name);

/// <summary>The rules for successors: the generation in the product's name plus <paramref name="Ahead"/>.</summary>
/// <param name="Oldest">The oldest generation that is proposed; older ones are past their end of life.</param>
public sealed record SuccessorRules(Regex Generation, int Ahead, int Oldest, ImmutableArray<SuccessorModel> Models);

/// <summary>The rules for classifying products.</summary>
/// <param name="Other">The family of products that match no pattern.</param>
public sealed record ProductRules(
    ImmutableArray<ProductFamily> Families, ImmutableArray<BusinessUnitFamily> BusinessUnits, string Other,
    ImmutableArray<BusinessUnitRows> OtherRows,
    Regex Systems, ImmutableArray<ComponentPattern> Components, SuccessorRules Successors)
{
    /// <summary>The names of all families including <see cref="Other"/>.</summary>
    public ImmutableArray<string> FamilyNames { get; } = [.. Families.Select(f => f.Name), Other];

    /// <summary>The service rows that a product can have.</summary>
    public IEnumerable<ServiceRow> ServiceRows => Families.SelectMany(f => f.ServiceRows).Concat(OtherRows.SelectMany(r => r.Rows));

    internal static ProductRules Read(RuleSection section)
    {
        var families = section.List("families", f => new ProductFamily(f.Text("name"), f.Pattern("pattern"), ReadRows(f, "service_rows")));
        if (families.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() < families.Length)
            section.Error("families", "lists a family twice");
        var (other, rows) = section.In("other", o =>
            (o.Text("name"), o.List("service_rows", r => new BusinessUnitRows(r.Pattern("pattern"), ReadRows(r, "rows")))));
        return new ProductRules(
            families,
            section.List("business_units", u =>
            {
                var unit = new BusinessUnitFamily(u.Pattern("pattern"), u.Text("family"));
                if (!families.Any(f => f.Name == unit.Family))
                    u.Error("family", $"'{unit.Family}' is not a family of this file");
                return unit;
            }),
            other, rows, section.Pattern("systems"),
            section.List("components", c => new ComponentPattern(c.Text("kind"), c.Name<ProductField>("field"), c.Pattern("pattern"))),
            section.In("successors", ReadSuccessors));
    }

    private static SuccessorRules ReadSuccessors(RuleSection section) => new(
        section.Pattern("generation"), section.Int("ahead", 1, 10), section.Int("oldest", 0, 100),
        section.List(
            "models",
            m => new SuccessorModel(m.Pattern("pattern"), m.Int("newest", 1, 100), Templates.Read(m, "name", ["model", "generation"]))));

    private static ImmutableArray<ServiceRow> ReadRows(RuleSection section, string key) => [.. section.Texts(key).Select(text =>
    {
        var parts = text.Split('/', 2, StringSplitOptions.TrimEntries);
        if (parts.Length < 2 || parts[1].Length == 0)
            section.Error(key, $"'{text}' must be category/product");
        return new ServiceRow(parts[0], parts.Length < 2 ? "" : parts[1]);
    })];
}
