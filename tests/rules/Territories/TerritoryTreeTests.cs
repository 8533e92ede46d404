using FsCheck;
using FsCheck.Fluent;

namespace OneLead.Rules.Tests.Territories;

public class TerritoryTreeTests
{
    [Fact]
    public void A_territory_comes_with_all_that_are_below_it()
    {
        var tree = Tree(("56088", "DACH"), ("56100", "DACH"), ("DACH", "EMEA"), ("FR", "EMEA"), ("US", "AMS"));
        Assert.Equal(["56088", "56100", "DACH"], tree.WithBelow(["DACH"]).Order(StringComparer.Ordinal));
        Assert.Equal(["56088", "56100", "DACH", "EMEA", "FR"], tree.WithBelow(["EMEA", "FR"]).Order(StringComparer.Ordinal));
        Assert.Equal(["unknown"], tree.WithBelow(["unknown"]));
        Assert.Equal(["DACH", "EMEA"], tree.Above("56088"));
        Assert.Empty(tree.Above("EMEA"));
    }

    [Fact]
    public void Territories_in_a_circle_have_no_parent_and_what_is_below_them_keeps_its_own()
    {
        var parents = TerritoryTree.Of(Stated(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"), ("e", "e")));
        Assert.Equal(
            [new("a", "b", true), new("b", "c", true), new("c", "a", true), new("d", "a", false), new("e", "e", true)],
            parents.AsEnumerable());
        var tree = new TerritoryTree(parents);
        Assert.Equal(["a", "d"], tree.WithBelow(["a"]).Order(StringComparer.Ordinal));
        Assert.Equal(["a"], tree.Above("d"));
    }

    [Fact]
    public void Whatever_is_stated_no_territory_is_above_itself()
    {
        var names = Gen.Elements("a", "b", "c", "d", "e", "f");
        var stated = Gen.Zip(names, names).ListOf().Select(static pairs => pairs.DistinctBy(static p => p.Item1).ToArray());
        Prop.ForAll(stated.ToArbitrary(), pairs =>
        {
            var tree = Tree(pairs);
            foreach (var (territory, _) in pairs)
            {
                Assert.DoesNotContain(territory, tree.Above(territory));
                Assert.All(tree.Above(territory), above => Assert.Contains(territory, tree.WithBelow([above])));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static TerritoryTree Tree(params (string, string)[] stated) => new(TerritoryTree.Of(Stated(stated)));

    private static Dictionary<string, string> Stated(params (string Territory, string Parent)[] stated) =>
        stated.ToDictionary(static s => s.Territory, static s => s.Parent, StringComparer.Ordinal);
}
