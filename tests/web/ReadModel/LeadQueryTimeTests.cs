using System.Collections.Frozen;
using OneLead.Sources.Http;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.ReadModel;

/// <summary>Alone, since it counts the process's processor time: that is the same on a busy machine.</summary>
[CollectionDefinition(nameof(LeadQueryTimeTests), DisableParallelization = true)]
public class AloneCollection;

[Trait(Category.Name, Category.Slow), Collection(nameof(LeadQueryTimeTests))]
public class LeadQueryTimeTests(ITestOutputHelper output)
{
    private const int Runs = 20;

    [Fact]
    public void A_query_over_200_000_leads_takes_milliseconds()
    {
        var state = TestData.Model(2_000, 100).State();
        var critical = new LeadFilter(new[] { LeadType.Renewal }.ToFrozenSet(), new[] { Priority.Critical }.ToFrozenSet(),
            Territories: new[] { "56003" }.ToFrozenSet());
        (string Name, LeadFilter Filter, Sort Sort)[] queries =
        [
            ("open by score", new(), LeadSorts.Default), ("by account", new(), Sort.Parse("account")),
            ("by value, filtered", critical, Sort.Parse("-value")),
            ("text", new(Text: "dl380"), LeadSorts.Default), ("text that nothing has", new(Text: "zzzz"), LeadSorts.Default),
        ];
        foreach (var (name, filter, sort) in queries)
        {
            for (var warm = 0; warm < 40; warm++)
                state.Leads(filter, sort, null, 50);
            var before = Environment.CpuUsage.TotalTime;
            for (var run = 0; run < Runs; run++)
                state.Leads(filter, sort, null, 50);
            var each = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Runs;
            output.WriteLine($"{name}: {each:0.0} ms of processor time");
            // Against growth of another order; unoptimised builds are several times slower than what is served.
            Assert.True(each < 150, $"{name} took {each} ms");
        }
    }
}
