using System.Text;
using OneLead.Storage;

namespace OneLead.Web.Recording;

/// <summary>
/// What is recorded of the changes that nodes see, kept over a restart. One node records: it stores when something has changed, at
/// intervals and at the end. The others show what it stored. A node that takes over restores that first and adds what it has seen
/// itself since.
/// </summary>
/// <param name="pause">
/// How often everything is stored. In a cluster, what has changed since is stored every second beside it.
/// </param>
internal abstract partial class RecordedState(
    string name, TimeSpan pause, RecorderLease lease, IStateStore states, TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly string _recentName = name + "-recent";
    private string? _tag, _recentTag;
    private long _storedAt;
    private bool _isLate;
    private volatile bool _isRecording;

    /// <summary>True while this node records.</summary>
    protected bool IsRecording => _isRecording;

    /// <summary>Replaces the records in memory with the stored ones.</summary>
    /// <param name="stored">Null if nothing was.</param>
    /// <param name="recent">What had changed after that; null if nothing had.</param>
    protected abstract ValueTask RestoreAsync(byte[]? stored, byte[]? recent, CancellationToken cancellation);

    /// <summary>Adds what this node has seen after what was restored, because it records from now on.</summary>
    protected abstract void Begin();

    /// <summary>Returns what to store; null if nothing has changed since the last call.</summary>
    protected abstract byte[]? TakeChanged();

    /// <summary>Returns what has changed since <see cref="TakeChanged"/>; null if nothing has, or too much.</summary>
    protected virtual byte[]? TakeRecent() => null;

    /// <summary>Has the next <see cref="TakeChanged"/> return everything, because the last result was not stored.</summary>
    protected abstract void NotStored();

    protected ValueTask<StoredState?> ReadAsync(string other, CancellationToken cancellation) =>
        states.ReadAsync(other, Keys.DefaultTenant, cancellation);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!lease.IsServing)
            return;
        await RestoreAsync(cancellationToken);
        _isRecording = !lease.IsShared;
        _storedAt = clock.GetTimestamp();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_isRecording)
            await StoreAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                LogNotRead(e, name);
            }
        }
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        if (lease.IsHeld && _isRecording)
        {
            if (_isLate || _tag is null || clock.GetElapsedTime(_storedAt) >= pause)
                await StoreAsync(cancellation);
            else if (lease.IsShared)
                await StoreRecentAsync(cancellation);
            return;
        }
        _isRecording = false;
        if (_tag != await states.ReadTagAsync(name, Keys.DefaultTenant, cancellation)
            || _recentTag != await states.ReadTagAsync(_recentName, Keys.DefaultTenant, cancellation))
            await RestoreAsync(cancellation);
        if (!lease.IsHeld)
            return;
        (_isRecording, _isLate) = (true, true);
        Begin();
    }

    private async Task RestoreAsync(CancellationToken cancellation)
    {
        var (stored, recent) = (await ReadAsync(name, cancellation), await ReadAsync(_recentName, cancellation));
        (_tag, _recentTag) = (stored?.ETag, recent?.ETag);
        try
        {
            await RestoreAsync(stored?.Bytes, After(_tag, recent?.Bytes), cancellation);
        }
        catch (System.Text.Json.JsonException e)
        {
            LogUnreadable(e, name);
        }
    }

    // Begins with the ETag of what it follows, and counts only together with it.
    private static byte[]? After(string? tag, byte[]? recent) =>
        tag is not null && recent is not null && recent.AsSpan().IndexOf((byte)'\n') is var end and >= 0
            && Encoding.UTF8.GetString(recent, 0, end) == tag
            ? recent[(end + 1)..]
            : null;

    private async Task StoreAsync(CancellationToken cancellation)
    {
        _isLate = true;
        try
        {
            if (TakeChanged() is { } bytes)
            {
                if (await WriteAsync(name, bytes, _tag, cancellation) is not { } tag)
                    return;
                _tag = tag;
            }
            (_isLate, _storedAt) = (false, clock.GetTimestamp());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotStored(e, name);
        }
        finally
        {
            if (_isLate)
                NotStored();
        }
    }

    private async Task StoreRecentAsync(CancellationToken cancellation)
    {
        if (TakeRecent() is not { } recent)
            return;
        byte[] bytes = [.. Encoding.UTF8.GetBytes(_tag!), (byte)'\n', .. recent];
        _recentTag = await WriteAsync(_recentName, bytes, _recentTag, cancellation) ?? _recentTag;
    }

    // In a cluster another tag means that another node has recorded: this one restores what is stored before it goes on. Alone, it
    // comes from a write of ours whose answer was lost.
    private async Task<string?> WriteAsync(string state, byte[] bytes, string? tag, CancellationToken cancellation)
    {
        if (await states.WriteAsync(state, Keys.DefaultTenant, bytes, tag, cancellation) is { } written)
            return written;
        if (!lease.IsShared)
            return await states.WriteAsync(
                state, Keys.DefaultTenant, bytes, (await ReadAsync(state, cancellation))?.ETag, cancellation);
        _isRecording = false;
        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{name} could not be stored; the next attempt follows")]
    private partial void LogNotStored(Exception e, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {name} that another node stored could not be read; the next attempt follows")]
    private partial void LogNotRead(Exception e, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored {name} cannot be read; they start again")]
    private partial void LogUnreadable(Exception e, string name);
}
