namespace OneLead.Architecture.Tests.Samples;

internal sealed class TaskNames : IAsyncDisposable
{
    private Task Last => SaveAsync();

    public static Task SaveAsync() => Task.CompletedTask;

    public async Task Save()
    {
        await Local();
        await ((Func<Task>)(() => Last))();

        async Task Local() => await Task.Yield();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ValueTask<int> Walk() => ValueTask.FromResult(Environment.ProcessId);
}
