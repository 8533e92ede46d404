namespace OneLead.Rules;

/// <summary>The tenant's name aliases by normalised spelling.</summary>
public sealed class AliasList
{
    private readonly Dictionary<(string? Territory, string Normalised), string> _canonical = [];

    /// <summary>Builds the list. If a spelling has two aliases, the ordinally first name wins.</summary>
    public AliasList(IEnumerable<NameAlias> aliases, NameRules rules)
    {
        foreach (var alias in aliases.Where(a => !string.IsNullOrWhiteSpace(a.Canonical)).OrderBy(a => a.Canonical, StringComparer.Ordinal))
            _canonical.TryAdd((alias.Territory, AccountNames.Normalise(alias.Name, rules)), alias.Canonical.Trim());
    }

    public static AliasList Empty { get; } = new([], new NameRules([]));

    /// <summary>Returns the canonical name of a spelling, or null.</summary>
    public string? Canonical(string? territory, string normalised) =>
        territory is not null && _canonical.TryGetValue((territory, normalised), out var here)
            ? here
            : _canonical.GetValueOrDefault((null, normalised));
}
