using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Deliveries;

/// <summary>Carries the deliveries of one tenant to its accounts, several accounts at a time. Retries until they succeed.</summary>
internal sealed partial class DeliveryWorkers(string tenant, DeliveryQueue queue, IGrainFactory grains, TimeProvider time, ILogger log)
{
    // More accounts at once would make each delivery smaller, because rows that wait join the next delivery.
    private static readonly int Window = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>Delivers until stopped.</summary>
    public Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, Window).Select(_ => Task.Run(() => WorkAsync(stopping), CancellationToken.None)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            while (await queue.NextAsync(stopping) is { } pending)
                await DeliverAsync(pending, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops, or another silo has taken the journal over.
        }
    }

    private async Task DeliverAsync(PendingDelivery pending, CancellationToken stopping)
    {
        using var span = Tracing.Continue("deliver to account", pending.TraceParent);
        try
        {
            await grains.Get<IAccountGrain>(Keys.Grain(tenant, pending.Account))
                .Apply(new JournalDelivery(pending.Previous, [.. pending.Rows], pending.UpTo));
            queue.Applied(pending);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            queue.Failed(pending);
            LogRetry(tenant, pending.Account, pending.UpTo, pending.FailedAttempts, error);
            _ = RestAsync(pending, stopping);
        }
    }

    private async Task RestAsync(PendingDelivery pending, CancellationToken stopping)
    {
        await Task.Delay(RetryPause.After(pending.FailedAttempts), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Rested(pending.Account);
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Tenant}/{Account}: rows up to {Sequence} could not be delivered (attempt {Attempt}); trying again")]
    private partial void LogRetry(string tenant, string account, long sequence, int attempt, Exception error);
}
