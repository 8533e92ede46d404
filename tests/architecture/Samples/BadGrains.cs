namespace OneLead.Architecture.Tests.Samples;

internal sealed class RunsATask
{
    public static Task ActAsync() => Task.Run(() => { });
}

internal sealed class ConfiguresAnAwait
{
    public static async Task ActAsync() => await Task.Delay(1).ConfigureAwait(false);
}

internal sealed class TakesAResult
{
    public static int Act(Task<int> task) => task.Result;
}

internal sealed class BlocksOnAnAwaiter
{
    public static void Act(Task task) => task.GetAwaiter().GetResult();
}

internal sealed class BlocksWhileItAwaits
{
    public static async Task ActAsync(Task first, Task second)
    {
        await first;
        second.GetAwaiter().GetResult();
    }
}

internal sealed class Awaits
{
    public static async Task<int> ActAsync(Task<int> first, ValueTask second, IAsyncEnumerable<int> third)
    {
        await second;
        var sum = await first;
        await foreach (var n in third)
            sum += n;
        return sum;
    }
}
