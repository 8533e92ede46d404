namespace OneLead.Rules;

/// <summary>The keys of one account during reconciliation.</summary>
internal sealed class AccountGroup(string? territory, string? rootElsewhere = null)
{
    /// <summary>The keys that rules or a manual separation put here.</summary>
    public List<AccountMember> Core { get; } = [];

    /// <summary>The keys that a person linked to a key of the core.</summary>
    public List<AccountMember> LinkedByHand { get; } = [];

    /// <summary>The keys without a name, which are placed last.</summary>
    public List<AccountMember> Nameless { get; } = [];

    /// <summary>The account's name in the territory mapping.</summary>
    public string? MappedName { get; set; }

    /// <summary>True if a person linked its members to a key of another partition, which is then the root.</summary>
    public bool IsElsewhere => rootElsewhere is not null;

    public IEnumerable<AccountMember> Named => Core.Concat(LinkedByHand);

    public int Opportunities => Named.Sum(m => m.Opportunities);

    public void Add(AccountMember member, List<AccountMember> among)
    {
        among.Add(member);
        member.Group = this;
    }

    /// <summary>
    /// Chooses the root. An existing root stays; of several the one with most opportunities; without one the ordinally first
    /// key becomes the root. A key without a name is the root only of an account without names. A key that was merged into
    /// another is not a root.
    /// </summary>
    /// <param name="followers">The opportunities of the keys that currently link to each root.</param>
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

    /// <summary>
    /// The mapped name, else the canonical name of the alias list, else the name of the key into which others were merged, else
    /// the spelling with most opportunities.
    /// </summary>
    public string DisplayName => MappedName ?? Spelled;

    /// <summary>The display name without the territory mapping.</summary>
    public string Spelled
    {
        get
        {
            var winners = Core.FindAll(m => m.Spellings.Count > 0 && Core.Exists(loser => loser.MergedInto == m.Key));
            var named = winners.Count > 0 ? winners : Core.Exists(m => m.Spellings.Count > 0) ? Core : LinkedByHand;
            var spellings = named.SelectMany(m => m.Spellings).ToList();
            if (spellings.Exists(s => s.Canonical is not null))
                return spellings.Where(s => s.Canonical is not null).BestKnown(s => s.Canonical!);
            if (spellings.Count > 0)
                return spellings.BestKnown(s => s.Name);
            if (Named.SelectMany(m => m.CustomerIds).Min(StringComparer.Ordinal) is { } id)
                return $"Customer {id}";
            return Named.Concat(Nameless).Select(m => m.Key).Where(k => Keys.TerritoryOf(k) is null).Min(StringComparer.Ordinal) is { } key
                ? Keys.Spelled(key)
                : Keys.TerritoryName(territory);
        }
    }
}
