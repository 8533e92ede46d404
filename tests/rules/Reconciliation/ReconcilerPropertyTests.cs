using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using OneLead.Rules.Tests.Names;
using static OneLead.Rules.Tests.Reconciliation.SeedWorkbook;

namespace OneLead.Rules.Tests.Reconciliation;

/// <summary>Properties for any keys, aliases, mappings and manual links.</summary>
public class ReconcilerPropertyTests
{
    private sealed record Case(ImmutableArray<NamedKey> Keys, ReconciliationState Standing, int Seed);

    [Fact]
    public void The_order_of_keys_does_not_matter() => ForAnyCase(c =>
    {
        var (one, other) = (Decide(c.Keys, c.Standing), Decide(Shuffled(c.Keys, c.Seed), c.Standing));
        return one.Assignments.SequenceEqual(other.Assignments) && one.Decisions.SequenceEqual(other.Decisions)
            && one.Review.SequenceEqual(other.Review) && Same(one.Names, other.Names);
    });

    [Fact]
    public void Applied_decisions_lead_to_no_further_decisions() => ForAnyCase(c =>
    {
        var first = Decide(c.Keys, c.Standing);
        var second = Decide(c.Keys, c.Standing.After(first));
        return second.Decisions.IsEmpty && second.Assignments.SequenceEqual(first.Assignments) && Same(first.Names, second.Names);
    });

    [Fact]
    public void The_order_of_arrival_decides_only_the_roots() => ForAnyCase(c =>
    {
        var standing = c.Standing;
        foreach (var key in Shuffled(c.Keys, c.Seed))
            standing = standing.After(Decide(c.Keys[..c.Keys.IndexOf(key)], standing));
        return Decide(c.Keys, standing).Accounts().SequenceEqual(Decide(c.Keys, c.Standing).Accounts());
    });

    [Fact]
    public void Manual_links_hold() => ForAnyCase(c =>
    {
        var roots = Decide(c.Keys, c.Standing).Assignments.ToDictionary(a => a.Key, a => a);
        return c.Standing.ByHand.All(l => roots[l.Key].Rule == LinkRules.Manual && roots[l.Key].To == roots[l.Value].To);
    });

    [Fact]
    public void Separating_every_key_undoes_everything() => ForAnyCase(c =>
    {
        var before = c.Standing.After(Decide(c.Keys, c.Standing));
        var apart = Decide(c.Keys, before with { ByHand = c.Keys.Select(k => k.Key).Distinct().ToImmutableDictionary(k => k, k => k) });
        return apart.Assignments.All(a => a.To == a.Key) && apart.Review.IsEmpty && apart.Names.Count == apart.Assignments.Length;
    });

    [Fact]
    public void Undoing_a_manual_link_restores_the_accounts() => ForAnyCase(c =>
    {
        var after = c.Standing.After(Decide(c.Keys, c.Standing)) with { ByHand = ImmutableDictionary<string, string>.Empty };
        return Decide(c.Keys, after).Accounts().SequenceEqual(
            Decide(c.Keys, c.Standing with { ByHand = ImmutableDictionary<string, string>.Empty }).Accounts());
    });

    [Fact]
    public void Every_root_is_an_account_with_a_name_and_a_nameless_key_is_none_beside_named_ones() => ForAnyCase(c =>
    {
        var decided = Decide(c.Keys, c.Standing);
        return decided.Assignments.GroupBy(a => a.To).All(g =>
            g.Any(a => a.Key == g.Key) && decided.Names[g.Key].Length > 0
            // A name of another territory may be linked to a nameless account.
            && (!IsNameless(g.Key) || g.All(a => IsNameless(a.Key) || OneLead.Keys.TerritoryOf(a.Key) != OneLead.Keys.TerritoryOf(g.Key))));
    });

    private static bool IsNameless(string key) => key.StartsWith("territory:", StringComparison.Ordinal);

    private static void ForAnyCase(Func<Case, bool> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(13, 17), Prop.ForAll(Arb.From(Cases()), holds));

    private static Gen<Case> Cases() => Gen.Choose(0, int.MaxValue - 1).Select(seed =>
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, 6).Select(_ => TestNames.Company(random)).ToArray();
        var keys = Enumerable.Range(0, random.Next(1, 25)).Select(_ => Key(random, names)).DistinctBy(k => k.Key).ToImmutableArray();
        string Any() => keys[random.Next(keys.Length)].Key;
        string Some() => names[random.Next(names.Length)];
        return new Case(keys, ReconciliationState.Empty with
        {
            TerritoryNames = random.Next(2) == 0
                ? ReconciliationState.Empty.TerritoryNames
                : ReconciliationState.Empty.TerritoryNames.Add("1", TestNames.Misspelled(random, Some())),
            Aliases = new(
                Enumerable.Range(0, random.Next(3)).Select(i => new NameAlias(i == 0 ? null : "1", Some(), Some())), TestNames.Rules),
            ByHand = Enumerable.Range(0, random.Next(4)).Select(_ => (From: Any(), To: Any())).DistinctBy(l => l.From)
                .ToImmutableDictionary(l => l.From, l => l.To),
        }, seed);
    });

    private static NamedKey Key(Random random, string[] names)
    {
        var name = names[random.Next(names.Length)];
        var spelling = random.Next(3) switch { 0 => name, 1 => name.ToUpperInvariant(), _ => TestNames.Misspelled(random, name) };
        return random.Next(8) switch
        {
            0 => Territory(random.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            1 => Customer(
                random.Next(3).ToString(System.Globalization.CultureInfo.InvariantCulture), random.Next(4) == 0 ? null : spelling),
            2 => Name(null, spelling, random.Next(3)) with { CustomerId = random.Next(2) == 0 ? "1" : null },
            _ => Name(random.Next(1, 4).ToString(System.Globalization.CultureInfo.InvariantCulture), spelling, random.Next(3)),
        };
    }

    private static ImmutableArray<NamedKey> Shuffled(ImmutableArray<NamedKey> keys, int seed)
    {
        var shuffled = keys.ToArray();
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled];
    }

    private static bool Same(ImmutableDictionary<string, string> one, ImmutableDictionary<string, string> other) =>
        one.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(other.OrderBy(p => p.Key, StringComparer.Ordinal));
}
