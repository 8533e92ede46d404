using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using OneLead.Architecture.Tests.Samples;
using OneLead.Grains;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Type = System.Type;

namespace OneLead.Architecture.Tests;

/// <summary>Grains run one turn at a time on Orleans' scheduler: their code stays on it, never blocks it, and calls upwards only.</summary>
public class GrainCodeTests
{
    private static readonly string[] Forbidden =
    [
        "Task.Run", "TaskFactory.StartNew", "ThreadPool.QueueUserWorkItem", "ThreadPool.UnsafeQueueUserWorkItem",
        "Task.ConfigureAwait", "ValueTask.ConfigureAwait", "TaskAsyncEnumerableExtensions.ConfigureAwait",
        "Task.get_Result", "ValueTask.get_Result", "Task.Wait", "Task.WaitAll", "Task.WaitAny", "Thread.Sleep", "WaitHandle.WaitOne",
        "ManualResetEventSlim.Wait", "SemaphoreSlim.Wait",
    ];

    // From the lowest to the highest. A call goes to the next level or above it.
    private static readonly Type[] Levels = [typeof(IItemGrain), typeof(IAccountGrain), typeof(ITerritoryGrain), typeof(IPortfolioGrain)];

    // An account tells an item's actor, which somebody watches, that the item has changed.
    private static readonly string[] MayGoDown = ["IItemGrain.Changed"];

    public static TheoryData<Type> GrainClasses =>
        [
            .. ProductAssemblies.All.SelectMany(a => a.GetTypes())
                .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(Grain))),
        ];

    public static TheoryData<Type> LeveledGrains => [.. GrainClasses.Select(c => c.Data).Where(c => LevelOf(c) >= 0)];

    [Fact]
    public void Each_level_has_a_grain() => Assert.Equal(Levels.Length, LeveledGrains.Count);

    [Theory, MemberData(nameof(GrainClasses))]
    public void A_grain_neither_leaves_its_scheduler_nor_blocks_it(Type grain) => Assert.Empty(Violations(grain));

    [Theory]
    [InlineData(typeof(RunsATask), "Task.Run")]
    [InlineData(typeof(ConfiguresAnAwait), "Task.ConfigureAwait")]
    [InlineData(typeof(TakesAResult), "Task.get_Result")]
    [InlineData(typeof(BlocksOnAnAwaiter), "TaskAwaiter.GetResult")]
    [InlineData(typeof(BlocksWhileItAwaits), "TaskAwaiter.GetResult")]
    public void The_check_finds_what_it_forbids(Type type, string call) =>
        Assert.Contains(Violations(type), v => v.EndsWith(call, StringComparison.Ordinal));

    [Fact]
    public void The_check_passes_awaits() => Assert.Empty(Violations(typeof(Awaits)));

    [Theory, MemberData(nameof(LeveledGrains))]
    public void Calls_go_up_only(Type grain)
    {
        var below = Levels.Take(LevelOf(grain)).ToArray();
        Assert.Empty(Code.CallsOf(grain).Where(c => below.Any(c.IsIn) && !MayGoDown.Contains(c.Name)).Select(c => $"{c.In}: {c.Name}"));
    }

    [Fact]
    public void A_territory_and_the_portfolio_know_no_account_and_no_item()
    {
        var architecture = new ArchLoader().LoadAssemblies(ProductAssemblies.Grains, ProductAssemblies.GrainInterfaces).Build();
        Classes().That().ImplementInterface(typeof(ITerritoryGrain)).Or().ImplementInterface(typeof(IPortfolioGrain))
            .Should().NotDependOnAny(typeof(IAccountGrain), typeof(IItemGrain))
            .Check(architecture);
    }

    private static int LevelOf(Type grain) => Array.FindIndex(Levels, grain.IsAssignableTo);

    private static IEnumerable<string> Violations(Type grain)
    {
        var calls = Code.CallsOf(grain).ToArray();
        return calls.Where(c => Forbidden.Contains(c.Name)).Select(c => $"{c.In}: {c.Name}")
            .Concat(calls.GroupBy(c => c.Body).Where(Blocks).Select(m => $"{m.First().In}: TaskAwaiter.GetResult"));
    }

    // An await asks whether the task is completed before it gets the result.
    private static bool Blocks(IEnumerable<Call> method)
    {
        var awaiter = method.Where(c => c.Method.DeclaringType.Name.Split('`')[0].EndsWith("Awaiter", StringComparison.Ordinal))
            .CountBy(c => c.Method.Name).ToDictionary();
        return awaiter.GetValueOrDefault("GetResult") > awaiter.GetValueOrDefault("get_IsCompleted");
    }
}
