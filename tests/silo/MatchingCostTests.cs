using System.Diagnostics;
using OneLead.Grains;

namespace OneLead.Silo.Tests;

/// <summary>Tests that measure times: beside others they would measure those too.</summary>
[CollectionDefinition(nameof(TimingCollection), DisableParallelization = true)]
public class TimingCollection;

/// <summary>What name matching costs.</summary>
[Collection(nameof(TimingCollection))]
public class MatchingCostTests(ITestOutputHelper output)
{
    private const int Names = 70, Letters = 300;

    // 2,415 pairs of names at first, 70 for one more.
    [Fact]
    public async Task One_more_name_is_compared_with_the_others_and_not_all_of_them_again()
    {
        await using var silo = await TestSilo.StartAsync();
        await silo.BeginDayAsync("2025-10-29");
        var random = new Random(20261);
        var similar = Enumerable.Range(0, Letters).Select(_ => (char)('a' + random.Next(20))).ToArray();
        string Name(int number)
        {
            var name = similar.ToArray();
            for (var i = 0; i < Letters / 12; i++)
                name[random.Next(1, Letters)] = (char)('a' + random.Next(20));
            return $"{new string(name)} {number}";
        }

        var first = await SettleAsync([.. Enumerable.Range(0, Names).Select(Name)]);
        var more = await SettleAsync([Name(Names)]);
        output.WriteLine($"{first.TotalSeconds:0.0} s for {Names} names, {more.TotalSeconds:0.0} s for one more");
        Assert.True(more < first / 2, $"{first} for {Names} names, {more} for one more");

        async Task<TimeSpan> SettleAsync(string[] names)
        {
            await silo.AppendAsync([.. names.Select(n => Events.Opportunity(n, "1", n))]);
            var began = Stopwatch.GetTimestamp();
            await silo.Grains.GetGrain<IReconciliationGrain>(TestSilo.Tenant).SettleAsync();
            return Stopwatch.GetElapsedTime(began);
        }
    }
}
