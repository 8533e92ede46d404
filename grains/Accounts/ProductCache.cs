using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OneLead.Rules;

namespace OneLead.Accounts;

/// <summary>Classifications of products, shared by all items of a product: classifying runs patterns, and few products have many items.</summary>
internal static class ProductCache
{
    // Names from outside are endless; a cache is not.
    private const int Most = 50_000;

    private static readonly ConditionalWeakTable<RuleSet, ConcurrentDictionary<ProductTexts, ProductClass>> Caches = [];

    public static ProductClass Classify(ProductTexts texts, RuleSet rules)
    {
        var cache = Caches.GetValue(rules, static _ => new());
        if (cache.TryGetValue(texts, out var known))
            return known;
        if (cache.Count >= Most)
            cache.Clear();
        return cache.GetOrAdd(texts, static (t, r) => Rules.Products.Classify(t, r), rules);
    }
}
