using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Storage;

namespace OneLead.Encryption;

/// <summary>Forgets the keys in memory when another node has destroyed one.</summary>
internal sealed partial class ErasureWatch(
    IServiceProvider services, IStateStore states, FieldEncryption encryption, TimeProvider time, ILogger<ErasureWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? _seen;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        SharedStatePolling.RunAsync(services, Interval, time, TakeOverAsync, LogNotRead, stoppingToken);

    private async Task TakeOverAsync(CancellationToken cancellation)
    {
        var tag = await states.ReadTagAsync(FieldEncryption.Erasures, Keys.DefaultTenant, cancellation);
        if (tag != _seen)
            encryption.Forget(Keys.DefaultTenant);
        _seen = tag;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a person was erased at another node could not be read; trying again")]
    private partial void LogNotRead(Exception e);
}
