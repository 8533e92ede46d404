namespace OneLead.Runtime.Tests.Host;

[Alias("test.route")]
public interface IRouteGrain : IGrainWithStringKey
{
    Task<string> Follow(System.Collections.Immutable.ImmutableArray<string> route);
    Task FollowUnawaited(System.Collections.Immutable.ImmutableArray<string> route);
}

internal sealed class RouteGrain : Grain, IRouteGrain
{
    public async Task<string> Follow(System.Collections.Immutable.ImmutableArray<string> route)
    {
        await Task.Yield();
        return route.IsEmpty ? this.GetPrimaryKeyString() : await GrainFactory.GetGrain<IRouteGrain>(route[0]).Follow(route.RemoveAt(0));
    }

    public Task FollowUnawaited(System.Collections.Immutable.ImmutableArray<string> route)
    {
        _ = GrainFactory.GetGrain<IRouteGrain>(route[0]).Follow(route.RemoveAt(0));
        return Task.CompletedTask;
    }
}

public class CallCycleTests
{
    [Theory]
    [InlineData("cycle a → route/cycle a", "cycle a", "cycle a")]
    [InlineData("cycle a → route/cycle b → route/cycle a", "cycle a", "cycle b", "cycle a")]
    [InlineData("cycle b → route/cycle c → route/cycle b", "cycle a", "cycle b", "cycle c", "cycle b")]
    public async Task A_cycle_of_calls_fails_at_once_and_says_which(string chain, params string[] route)
    {
        await using var fixture = await GrainFixture.Start();

        for (var i = 0; i < 2; i++)
        {
            var exception = await Assert.ThrowsAsync<CallCycleException>(() => fixture.Grains.GetGrain<IRouteGrain>(route[0]).Follow([.. route[1..]]));
            Assert.Contains(chain, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_grain_may_be_called_twice_on_the_way()
    {
        await using var fixture = await GrainFixture.Start();
        Assert.Equal("c", await fixture.Grains.GetGrain<IRouteGrain>("a").Follow(["b", "c"]));
        Assert.Equal("c", await fixture.Grains.GetGrain<IRouteGrain>("b").Follow(["a", "c"]));
    }
}
