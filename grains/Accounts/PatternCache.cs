using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OneLead.Rules;

namespace OneLead.Accounts;

/// <summary>
/// Caches pattern matches of product and support texts for all items: a match costs microseconds, and few texts cover many items.
/// </summary>
internal static class PatternCache
{
    // Bounded, because the input is untrusted.
    private const int Most = 50_000;

    private static readonly ConditionalWeakTable<RuleSet, Known> Caches = [];

    public static ProductClass Classify(ProductTexts texts, RuleSet rules) =>
        Find(Of(rules).Products, texts, rules, static (t, r) => ProductClassifier.Classify(t, r));

    public static SupportState Support(string? status, RuleSet rules) =>
        string.IsNullOrWhiteSpace(status) ? SupportState.Unknown : Find(Of(rules).Support, status, rules, SupportRules.Parse);

    private static Known Of(RuleSet rules) => Caches.GetValue(rules, static _ => new Known());

    private static TAnswer Find<TText, TAnswer>(ConcurrentDictionary<TText, TAnswer> cache, TText text, RuleSet rules,
        Func<TText, RuleSet, TAnswer> ask) where TText : notnull
    {
        if (cache.TryGetValue(text, out var known))
            return known;
        if (cache.Count >= Most)
            cache.Clear();
        return cache.GetOrAdd(text, ask, rules);
    }

    private sealed class Known
    {
        public ConcurrentDictionary<ProductTexts, ProductClass> Products { get; } = new();
        public ConcurrentDictionary<string, SupportState> Support { get; } = new(StringComparer.Ordinal);
    }
}
