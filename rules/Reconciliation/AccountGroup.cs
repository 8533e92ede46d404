namespace OneLead.Rules;

/// <summary>Keys that belong together.</summary>
internal sealed class AccountGroup(string? territory, string? rootElsewhere = null)
{
    /// <summary>Those that the rules, or a person who set them apart, put here.</summary>
    public List<AccountMember> Core { get; } = [];

    /// <summary>Those that a person linked to one of the core.</summary>
    public List<AccountMember> LinkedByHand { get; } = [];

    /// <summary>Those without a name, placed after the others.</summary>
    public List<AccountMember> Nameless { get; } = [];

    /// <summary>The name that the territory mapping gives it.</summary>
    public string? MappedName { get; set; }

    /// <summary>Whether its root is a key of another partition, to which a person linked its members.</summary>
    public bool IsElsewhere => rootElsewhere is not null;

    public IEnumerable<AccountMember> Named => Core.Concat(LinkedByHand);

    public int Opportunities => Named.Sum(m => m.Opportunities);

    public void Add(AccountMember member, List<AccountMember> among)
    {
        among.Add(member);
        member.Group = this;
    }

    /// <summary>
    /// The root stays what it is while it can. Of several the one with most opportunities stays; where there is none the
    /// ordinally first key becomes it. A key without a name is the root only of an account without names,
    /// and one that was merged into another is none.
    /// </summary>
    /// <param name="followers">For each root as it stands, the opportunities of those that link to it.</param>
    public string Root(IReadOnlyDictionary<string, int> followers)
    {
        if (rootElsewhere is not null)
            return rootElsewhere;
        var core = Core.Exists(m => m.MergedInto is null) ? Core.FindAll(m => m.MergedInto is null) : Core;
        var eligible = core.Count > 0 ? core : LinkedByHand.Count > 0 ? LinkedByHand : Nameless;
        return eligible.Select(m => m.Key)
            .OrderByDescending(key => followers.GetValueOrDefault(key, -1))
            .ThenBy(key => key, StringComparer.Ordinal).First();
    }

    /// <summary>The mapped name, else the canonical one of the alias list, else the spelling with most opportunities.</summary>
    public string DisplayName => MappedName ?? Spelled;

    /// <summary>The display name before the territory mapping.</summary>
    public string Spelled
    {
        get
        {
            var spellings = (Core.Exists(m => m.Spellings.Count > 0) ? Core : LinkedByHand).SelectMany(m => m.Spellings).ToList();
            if (spellings.Exists(s => s.Canonical is not null))
                return spellings.Where(s => s.Canonical is not null).BestKnown(s => s.Canonical!);
            if (spellings.Count > 0)
                return spellings.BestKnown(s => s.Name);
            return Named.SelectMany(m => m.CustomerIds).Min(StringComparer.Ordinal) is { } id ? $"Customer {id}" : Keys.TerritoryName(territory);
        }
    }
}
