namespace OneLead.Architecture.Tests.Samples;

internal sealed class AwaitsInside
{
    public static object Run() => Task.CompletedTask;
}

internal sealed class AwaitsInALambda
{
    public static object Run(int[] numbers) => numbers.Select(async n => { await Task.Yield(); return n; });
}

internal sealed class ReadsTheClock
{
    public static object Run() => TimeProvider.System;
}

internal sealed class ReadsTheEnvironment
{
    public static object? Run() => Environment.GetEnvironmentVariable("PATH");
}

internal sealed class HoldsAStream
{
    public MemoryStream? Stream { get; init; }
}

internal sealed class TakesAGrain
{
    public static string? Run(List<IGrainWithStringKey> grains) => grains.ToString();
}

internal sealed class Computes
{
    public static int Run(IReadOnlyList<int> numbers) => numbers.Where(n => n > 1).Sum();
}
