using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>Resolves merges of sources and people.</summary>
public static class Merges
{
    /// <summary>Follows each merge to its end. The end of a cycle is its ordinally first key.</summary>
    /// <param name="into">Key → the key that it was merged into.</param>
    /// <returns>Key → end, without keys that are their own end.</returns>
    public static ImmutableDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> into) =>
        into.Keys.Select(key => (Key: key, End: LinkChain.End(key, into))).Where(m => m.Key != m.End)
            .ToImmutableDictionary(m => m.Key, m => m.End, StringComparer.Ordinal);
}

internal static class LinkChain
{
    /// <summary>Follows links until a key has none or links to itself. The end of a cycle is its ordinally first key.</summary>
    public static string End(string key, IReadOnlyDictionary<string, string> next)
    {
        var path = new List<string> { key };
        while (next.TryGetValue(path[^1], out var to) && to != path[^1])
        {
            if (path.IndexOf(to) is var start and >= 0)
                return path.Skip(start).Min(StringComparer.Ordinal)!;
            path.Add(to);
        }
        return path[^1];
    }
}
