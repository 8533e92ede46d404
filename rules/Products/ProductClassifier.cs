using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>Classifies products by their texts. It takes microseconds; callers cache the results by <see cref="ProductTexts"/>.</summary>
public static class ProductClassifier
{
    public static ProductClass Classify(in ProductTexts texts, RuleSet rules)
    {
        var family = Family(texts, rules.Products);
        var name = family?.Name ?? rules.Products.Other;
        var component = ComponentKind(texts, rules.Products);
        var fit = rules.Scoring.StrategicFit;
        var values = component is null ? rules.EstimatedValue : null;
        return new ProductClass(
            name, component, family?.ServiceRows ?? OtherRows(texts.BusinessUnit, rules.Products),
            component is null ? Successor(texts.Name, rules.Products.Successors) : null,
            texts.BusinessArea, fit.Families.Contains(name), texts.BusinessArea is { } area && fit.BusinessArea.IsMatch(area),
            values?.Of(LeadType.Renewal, name), values?.Of(LeadType.HardwareRefresh, name), values?.Of(LeadType.ServiceAttach, name));
    }

    private static ProductFamily? Family(in ProductTexts texts, ProductRules rules)
    {
        // The line break prevents matches across name and platform.
        var text = $"{texts.Name}\n{texts.Platform}";
        foreach (var family in rules.Families)
        {
            if (family.Pattern.IsMatch(text))
                return family;
        }
        var unit = texts.BusinessUnit ?? "";
        var fallback = rules.BusinessUnits.FirstOrDefault(u => u.Pattern.IsMatch(unit));
        return fallback is null ? null : rules.Families.First(f => f.Name == fallback.Family);
    }

    private static ImmutableArray<ServiceRow> OtherRows(string? businessUnit, ProductRules rules) =>
        rules.OtherRows.FirstOrDefault(r => r.Pattern.IsMatch(businessUnit ?? ""))?.Rows ?? [];

    private static string? ComponentKind(in ProductTexts texts, ProductRules rules)
    {
        if (rules.Systems.IsMatch(texts.Name ?? ""))
            return null;
        foreach (var component in rules.Components)
        {
            var text = component.Field switch
            {
                ProductField.Name => texts.Name,
                ProductField.Line => texts.Line,
                _                 => texts.Platform,
            };
            if (text is not null && component.Pattern.IsMatch(text))
                return component.Kind;
        }
        return null;
    }

    private static string? Successor(string? name, SuccessorRules rules)
    {
        if (name is null || Generation(name, rules) is not { } generation)
            return null;
        foreach (var model in rules.Models)
        {
            if (model.Pattern.Match(name) is not { Success: true } match)
                continue;
            var next = Math.Min(Math.Max(generation + rules.Ahead, rules.Oldest), model.Newest);
            return next <= generation
                ? null
                : Templates.Fill(model.Name, key => key == "model" ? match.Value : next.ToString(CultureInfo.InvariantCulture));
        }
        return null;
    }

    private static int? Generation(string name, SuccessorRules rules)
    {
        var match = rules.Generation.Match(name);
        var number = match.Groups.Cast<Group>().Skip(1).FirstOrDefault(g => g.Success)?.Value;
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var generation) && generation < 100
            ? generation
            : null;
    }
}
