namespace OneLead.Storage;

/// <summary>Takes over what other nodes change in the store that they share.</summary>
public static class SharedStatePolling
{
    /// <summary>Runs turns until it is stopped. Returns at once if no other process can use the store.</summary>
    /// <param name="failed">Told of the first failure since a turn succeeded; the next turn tries again.</param>
    public static async Task RunAsync(
        IServiceProvider services, TimeSpan interval, TimeProvider clock, Func<CancellationToken, Task> turn, Action<Exception> failed,
        CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(interval, clock);
        var hasSucceeded = true;
        while (services.HasSharedStore() && await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await turn(stopping);
                hasSucceeded = true;
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                if (hasSucceeded)
                    failed(e);
                hasSucceeded = false;
            }
        }
    }
}
