using FsCheck;
using FsCheck.Fluent;
using FuzzySharp;
using N = OneLead.Rules.AccountNames;

namespace OneLead.Rules.Tests.Names;

public class NameIndexTests
{
    [Theory]
    [InlineData("apple", "apple computer", 53)]
    [InlineData("analog devices", "analog devices global", 80)]
    [InlineData("baltimore city public school systems", "baltimore city public schools", 89)]
    [InlineData("apple", "apple", 100)]
    [InlineData("abc", "xyz", 0)]
    public void Similarity_is_fuzzysharps_ratio(string a, string b, int expected)
    {
        Assert.Equal(expected, N.Similarity(a, b));
        Assert.Equal(expected, N.Similarity(b, a));
    }

    [Fact, Trait(Category.Name, Category.Slow)]
    public void It_finds_what_fuzzysharp_finds_among_company_names()
    {
        var random = new Random(11);
        var names = Enumerable.Range(0, 1_000).Select(_ => N.Normalise(TestNames.Company(random), TestNames.Rules)).Distinct().ToList();
        names.AddRange(names.Take(200).Select(n => TestNames.Misspelled(random, n)).Except(names).ToList());
        var index = new NameIndex(names);
        foreach (var query in names.Where((_, i) => i % 9 == 0).Concat(names.Take(60).Select(n => TestNames.Misspelled(random, n))))
        {
            var all = ByBruteForce(names, query, 1);
            foreach (var threshold in new[] { 1, 70, 85, 86, 95, 100 })
                Assert.Equal(all.FindAll(m => m.Similarity >= threshold), Sorted(index.Find(query, threshold)));
        }
    }

    [Fact]
    public void It_finds_what_fuzzysharp_finds_among_any_names() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_500).WithReplay(5, 7), Prop.ForAll(Arb.From(Cases()), input =>
        {
            var (names, query, threshold) = input;
            var index = new NameIndex();
            foreach (var name in names)
                index.Add(name);
            return Sorted(index.Find(query, threshold)).SequenceEqual(ByBruteForce(names.Distinct(), query, threshold))
                && names.All(n => index.Find(n, threshold).Contains(new(n, 100)) || n.Length == 0);
        }));

    [Theory]
    [InlineData(63), InlineData(64), InlineData(65), InlineData(200), InlineData(255), InlineData(256), InlineData(400)]
    public void Long_names_are_found_too(int length)
    {
        var random = new Random(length);
        var name = new string([.. Enumerable.Range(0, length).Select(_ => "abc 日本é"[random.Next(7)])]);
        string[] names =
        [
            name, name + "b", name[1..], name[(length / 2)..], new('a', length), new('a', 300),
            .. Enumerable.Range(0, 3_000 / (length + 30)).Select(_ => TestNames.Misspelled(random, name)),
        ];
        var index = new NameIndex(names);
        foreach (var query in names.Append(name[..^2]))
            Assert.Equal(ByBruteForce(names.Distinct(), query, 85), Sorted(index.Find(query, 85)));
    }

    [Fact]
    public void A_name_is_added_once()
    {
        var index = new NameIndex("apple");
        Assert.False(index.Add("apple"));
        Assert.True(index.Add("apples"));
        Assert.Equal(2, index.Count);
        Assert.Equal([new("apple", 100), new("apples", 91)], Sorted(index.Find("apple", 85)));
    }

    private static Gen<(string[] Names, string Query, int Threshold)> Cases()
    {
        var letter = Gen.Frequency(
            (8, Gen.Elements('a', 'b', 'c', ' ')), (1, Gen.Elements('0', 'p', 'é', '日', '本', '\u00E1', '\u0161')),
            (1, Gen.Choose(1, 0xFFFF).Select(c => (char)c)));
        var name = Gen.Sized(size => Gen.Choose(0, Math.Min(size, 90)).SelectMany(n => letter.ArrayOf(n))).Select(c => new string(c));
        return name.ArrayOf().SelectMany(_ => name, (names, query) => (names, query)).SelectMany(
            _ => Gen.Choose(1, 100), (p, threshold) => (p.names, p.query, threshold));
    }

    private static List<NameMatch> ByBruteForce(IEnumerable<string> names, string query, int threshold) =>
        Sorted(names.Select(n => new NameMatch(n, Fuzz.Ratio(query, n))).Where(m => m.Similarity >= threshold));

    private static List<NameMatch> Sorted(IEnumerable<NameMatch> matches) => [.. matches.OrderBy(m => m.Name, StringComparer.Ordinal)];
}
