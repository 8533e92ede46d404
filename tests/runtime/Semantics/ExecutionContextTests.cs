namespace OneLead.Runtime.Tests.Semantics;

[Alias("test.ambient")]
public interface IAmbientGrain : IGrainWithStringKey
{
    Task<string?> Read();
    Task Write(string value);
    Task<string?> ReadThroughOther(string other, string own);
}

internal sealed class AmbientGrain : Grain, IAmbientGrain
{
    internal static readonly AsyncLocal<string?> Value = new();

    public Task<string?> Read() => Task.FromResult(Value.Value);

    public Task Write(string value)
    {
        Value.Value = value;
        return Task.CompletedTask;
    }

    public async Task<string?> ReadThroughOther(string other, string own)
    {
        Value.Value = own;
        var seen = await GrainFactory.GetGrain<IAmbientGrain>(other).Read();
        await Task.Yield();
        return seen ?? Value.Value;
    }
}

public class ExecutionContextTests
{
    [Fact]
    public async Task Async_locals_flow_neither_into_a_grain_nor_out_of_it()
    {
        await using var fixture = await GrainFixture.Start();
        var (grain, other) = (fixture.Grains.GetGrain<IAmbientGrain>("ambient"), fixture.Grains.GetGrain<IAmbientGrain>("other"));

        for (var i = 0; i < 2; i++)
        {
            AmbientGrain.Value.Value = "caller's";
            Assert.Null(await grain.Read());
            await grain.Write("grain's");
            Assert.Null(await grain.Read());
            Assert.Equal("caller's", AmbientGrain.Value.Value);
            Assert.Equal("own", await grain.ReadThroughOther("other", "own"));
            Assert.Null(await other.Read());
        }
    }

    [Fact]
    public async Task A_caller_may_have_suppressed_the_flow()
    {
        await using var fixture = await GrainFixture.Start();
        var grain = fixture.Grains.GetGrain<IAmbientGrain>("suppressed");
        await grain.Read();

        Task<string?> call;
        using (ExecutionContext.SuppressFlow()) call = grain.Read();

        Assert.Null(await call);
    }
}
