using OneLead.Storage;

namespace OneLead.Web.Recording;

/// <summary>
/// What a web node records of the changes that it sees, kept over a restart: restored before the read model reports changes,
/// stored when it has changed, at intervals and at the end.
/// </summary>
internal abstract partial class RecordedState(string name, TimeSpan pause, IStateStore states, TimeProvider clock, ILogger log)
    : BackgroundService
{
    private string? _etag;

    /// <summary>Restores what was stored; null if nothing was.</summary>
    protected abstract ValueTask RestoreAsync(byte[]? stored, CancellationToken cancellation);

    /// <summary>Returns what to store; null if nothing has changed since the last call.</summary>
    protected abstract byte[]? TakeChanged();

    /// <summary>Has the next <see cref="TakeChanged"/> return everything, because the last result was not stored.</summary>
    protected abstract void NotStored();

    protected ValueTask<StoredState?> ReadAsync(string other, CancellationToken cancellation) =>
        states.ReadAsync(other, Keys.DefaultTenant, cancellation);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(name, cancellationToken);
        _etag = stored?.ETag;
        try
        {
            await RestoreAsync(stored?.Bytes, cancellationToken);
        }
        catch (System.Text.Json.JsonException e)
        {
            LogUnreadable(e, name);
        }
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StoreAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await StoreAsync(stoppingToken);
    }

    private async Task StoreAsync(CancellationToken cancellation)
    {
        var isStored = true;
        try
        {
            if (TakeChanged() is not { } bytes)
                return;
            isStored = false;
            // This process owns the store, so a different tag comes from a write of ours whose answer was lost.
            _etag = await states.WriteAsync(name, Keys.DefaultTenant, bytes, _etag, cancellation)
                ?? await states.WriteAsync(
                    name, Keys.DefaultTenant, bytes, (await ReadAsync(name, cancellation))?.ETag, cancellation);
            isStored = true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotStored(e, name);
        }
        finally
        {
            if (!isStored)
                NotStored();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{name} could not be stored; the next attempt follows")]
    private partial void LogNotStored(Exception e, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored {name} cannot be read; they start again")]
    private partial void LogUnreadable(Exception e, string name);
}
