namespace OneLead.Rules;

/// <summary>The tenant's aliases, by normalised spelling.</summary>
public sealed class AliasList
{
    private readonly Dictionary<(string? Territory, string Normalised), string> _canonical = [];

    /// <summary>Of two aliases of one spelling the ordinally first name counts.</summary>
    public AliasList(IEnumerable<NameAlias> aliases, NameRules rules)
    {
        foreach (var alias in aliases.Where(a => !string.IsNullOrWhiteSpace(a.Canonical)).OrderBy(a => a.Canonical, StringComparer.Ordinal))
            _canonical.TryAdd((alias.Territory, AccountNames.Normalise(alias.Name, rules)), alias.Canonical.Trim());
    }

    public static AliasList Empty { get; } = new([], new NameRules([]));

    /// <summary>The name to take for a spelling, or null.</summary>
    public string? Canonical(string? territory, string normalised) =>
        territory is not null && _canonical.TryGetValue((territory, normalised), out var here) ? here : _canonical.GetValueOrDefault((null, normalised));
}
