using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Storage;

namespace OneLead.Encryption;

/// <summary>Forgets the keys in memory when another node has destroyed one.</summary>
internal sealed partial class ErasureWatch(
    Store store, IStateStore states, FieldEncryption encryption, TimeProvider time, ILogger<ErasureWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        string? seen = null;
        while (store.IsShared && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var tag = await states.ReadTagAsync(FieldEncryption.Erasures, Keys.DefaultTenant, stoppingToken);
                if (tag != seen)
                    encryption.Forget(Keys.DefaultTenant);
                seen = tag;
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                LogNotRead(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a person was erased at another node could not be read; trying again")]
    private partial void LogNotRead(Exception e);
}
