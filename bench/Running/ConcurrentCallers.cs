namespace OneLead.Bench.Running;

/// <summary>Runs calls from concurrent callers, each of which waits for a call before its next one.</summary>
internal static class ConcurrentCallers
{
    public static Task RunAsync<T>(int callers, T[] calls, Func<T, Task> call)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var mine && mine < calls.Length)
                await call(calls[mine]);
        })));
    }
}
