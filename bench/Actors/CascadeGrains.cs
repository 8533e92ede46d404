namespace OneLead.Bench.Actors;

/// <summary>A chain of three actors, as item → account → territory is one, that does nothing but call: what is measured is the host.</summary>
[Alias("bench-low")]
public interface ILowGrain : IGrainWithStringKey
{
    [Alias("add")] Task Add(long value);
}

[Alias("bench-middle")]
public interface IMiddleGrain : IGrainWithStringKey
{
    [Alias("add")] Task Add(long value);
}

[Alias("bench-high")]
public interface IHighGrain : IGrainWithStringKey
{
    [Alias("add")] Task Add(long value);
}

internal sealed class LowGrain : Grain, ILowGrain
{
    public Task Add(long value) => GrainFactory.GetGrain<IMiddleGrain>(this.GetPrimaryKeyString()).Add(value);
}

internal sealed class MiddleGrain : Grain, IMiddleGrain
{
    public Task Add(long value) => GrainFactory.GetGrain<IHighGrain>(this.GetPrimaryKeyString()).Add(value);
}

internal sealed class HighGrain : Grain, IHighGrain
{
    private long sum;

    public Task Add(long value)
    {
        sum += value;
        return Task.CompletedTask;
    }
}
