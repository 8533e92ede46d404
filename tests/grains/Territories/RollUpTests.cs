using OneLead.Territories;
using OneLead.Views;

namespace OneLead.Grains.Tests.Territories;

public class RollUpTests
{
    private readonly RollUp _sums = new();

    [Fact]
    public void A_repeated_or_late_contribution_changes_nothing()
    {
        Assert.True(_sums.Take(Part("a", 5, items: 3)));
        Assert.False(_sums.Take(Part("a", 5, items: 3)));
        Assert.False(_sums.Take(Part("a", 4, items: 9)));
        Assert.Equal((1, 3), (_sums.Totals.Accounts, _sums.Totals.Items));
    }

    [Fact]
    public void An_account_that_has_left_is_not_brought_back_by_a_late_contribution()
    {
        _sums.Take(Part("a", 5, items: 3));
        Assert.True(_sums.Take(new ContributionUpsert("a", new StateVersion(6, 1), null, default)));
        Assert.False(_sums.Take(Part("a", 5, items: 3)));
        Assert.Equal((default, 0, 0), (_sums.Totals, _sums.Count, _sums.Inhabited));
        Assert.True(_sums.Take(Part("a", 7, items: 1)));
        Assert.Equal((1, 1), (_sums.Totals.Items, _sums.Count));
    }

    [Fact]
    public void A_newer_engine_counts_at_the_same_row()
    {
        _sums.Take(Part("a", 5, items: 3));
        Assert.True(_sums.Take(Part("a", 5, items: 4, engine: 2)));
        Assert.Equal(4, _sums.Totals.Items);
    }

    [Fact]
    public void Any_order_and_any_repetition_end_in_the_sum_of_the_latest()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var parts = Enumerable.Range(0, 60).Select(i => (Id: $"{random.Next(8)}", Version: (long)i)).Select(p => random.Next(5) == 0
                ? new ContributionUpsert(p.Id, new StateVersion(p.Version, 1), null, default) : Part(p.Id, p.Version, random.Next(100)))
                .ToArray();
            var latest = parts.GroupBy(p => p.Id).Select(g => g.MaxBy(p => p.Version)!.Contribution).OfType<Contribution>().ToList();
            var shuffled = parts.Concat(parts.Where(_ => random.Next(2) == 0)).ToArray();
            random.Shuffle(shuffled);
            var sums = new RollUp();
            foreach (var part in shuffled)
                sums.Take(part);
            Assert.Equal((latest.Sum(c => c.Items), latest.Count), (sums.Totals.Items, sums.Count));
        }
    }

    private static ContributionUpsert Part(string id, long sequence, int items, int engine = 1) =>
        new(id, new StateVersion(sequence, engine), default(Contribution) with { Accounts = 1, Items = items }, default);
}
