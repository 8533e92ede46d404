using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Rules.Parsing;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>A service bundle with its value.</summary>
/// <param name="MaxMinor">The maximum in minor units.</param>
public sealed record ValueBundle(EstimatedValue Value, long MaxMinor);

/// <summary>The estimated values by lead type and product family, in one currency. The value of an unlisted family is unknown.</summary>
public sealed record ValueRules(string Currency, FrozenDictionary<(LeadType, string), ValueBundle> Bundles)
{
    /// <summary>Returns the value of a lead on a system of a family; null if unknown.</summary>
    public ValueBundle? Of(LeadType type, string family) => Bundles.GetValueOrDefault((type.Identity(), family));

    internal static ValueRules Read(RuleSection section, ImmutableArray<string> families)
    {
        var currency = section.Text("currency", "USD");
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            section.Error("currency", "must be a currency code of three capital letters");
        var bundles = section.In("bundles", b => b.Keys.ToDictionary(k => k, k => b.In(k, r => ReadBundle(r, k, currency))));
        var byFamily = new Dictionary<(LeadType, string), ValueBundle>();
        foreach (var type in LeadTypes.Identities)
            section.In(Wire.Name(type), s => ReadType(s, type, bundles, families, byFamily));
        return new ValueRules(currency, byFamily.ToFrozenDictionary());
    }

    private static ValueBundle ReadBundle(RuleSection section, string name, string currency)
    {
        var (min, max) = (section.Int("min", 0, int.MaxValue), section.Int("max", 0, int.MaxValue));
        if (min > max)
            section.Error("min", "must not be above max");
        return new ValueBundle(new EstimatedValue(min, max, currency, name), max * 100L);
    }

    // Each type must list every family once, so that a new family is not forgotten.
    private static bool ReadType(
        RuleSection section, LeadType type, Dictionary<string, ValueBundle> bundles, ImmutableArray<string> families,
        Dictionary<(LeadType, string), ValueBundle> byFamily)
    {
        var seen = new HashSet<string>();
        foreach (var key in section.Keys)
        {
            var bundle = bundles.GetValueOrDefault(key);
            if (bundle is null && key != "unknown")
                section.Error(key, $"'{key}' must be a bundle of this file or 'unknown'");
            foreach (var family in section.Texts(key))
            {
                if (!families.Contains(family))
                    section.Error(key, $"'{family}' is not a family of this file");
                else if (!seen.Add(family))
                    section.Error(key, $"'{family}' is listed twice");
                else if (bundle is not null)
                    byFamily[(type, family)] = bundle;
            }
        }
        if (families.Except(seen).ToList() is { Count: > 0 } forgotten && section.Keys.Any())
            section.Error(null, $"does not list {string.Join(", ", forgotten)}");
        return true;
    }
}
