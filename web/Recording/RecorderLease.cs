using System.Security.Cryptography;
using System.Text;
using OneLead.Storage;

namespace OneLead.Web.Recording;

/// <summary>
/// Chooses the node that records for the tenant. It renews a small state each second. When the state stays the same for several
/// seconds, another node takes it. Clocks are not compared, and whatever the former node still writes is refused by the ETags of the
/// records.
/// </summary>
/// <param name="isShared">False: no other process uses the store, and this one always records.</param>
/// <param name="role">A node that only works sees no changes, so it neither records nor reads records.</param>
internal sealed partial class RecorderLease(
    IStateStore states, bool isShared, NodeRole role, TimeProvider clock, ILogger<RecorderLease> log) : BackgroundService
{
    private const string State = "recorder", Key = Keys.DefaultTenant;
    private const int LongestSilence = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly byte[] _node =
        Encoding.UTF8.GetBytes($"{Environment.MachineName}:{Environment.ProcessId}:{RandomNumberGenerator.GetHexString(16)}");

    private volatile bool _isHeld = !isShared && role == NodeRole.Serve;
    private string? _tag;
    private int _unchanged;

    public bool IsShared => isShared;

    public bool IsServing => role == NodeRole.Serve;

    /// <summary>True while this node records.</summary>
    public bool IsHeld => _isHeld;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!isShared || !_isHeld || _tag is not { } tag)
            return;
        _isHeld = false;
        try
        {
            await states.ClearAsync(State, Key, tag, cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Another node takes it when it is not renewed.
            LogNotRenewed(e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!isShared || !IsServing)
            return;
        await Task.Yield();
        using var timer = new PeriodicTimer(Turn, clock);
        do
        {
            try
            {
                await (_isHeld ? RenewAsync(stoppingToken) : TryTakeAsync(stoppingToken));
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
            {
                // The holder cannot renew it either while the store is away.
                _unchanged = 0;
                LogNotRenewed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        if (await states.WriteAsync(State, Key, _node, _tag, cancellation) is { } tag)
            _tag = tag;
        // A renewal whose answer was lost is ours.
        else if (await states.ReadAsync(State, Key, cancellation) is { } current && _node.AsSpan().SequenceEqual(current.Bytes))
            _tag = current.ETag;
        else
            _isHeld = false;
    }

    private async Task TryTakeAsync(CancellationToken cancellation)
    {
        var tag = await states.ReadTagAsync(State, Key, cancellation);
        if (tag is not null && tag != _tag)
            (_tag, _unchanged) = (tag, 0);
        else if ((tag is null || ++_unchanged >= LongestSilence)
            && await states.WriteAsync(State, Key, _node, tag, cancellation) is { } taken)
        {
            (_tag, _isHeld) = (taken, true);
            LogTaken();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This node records days, changes and health moves")]
    private partial void LogTaken();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Which node records could not be read or renewed; the next attempt follows")]
    private partial void LogNotRenewed(Exception e);
}

internal static class RecordingSetup
{
    /// <summary>Call it before what records is added, so that it stores its last records before another node takes over.</summary>
    public static IServiceCollection AddRecording(this IServiceCollection services, NodeRole role) => services
        .AddSingleton(s => ActivatorUtilities.CreateInstance<RecorderLease>(s, s.HasSharedStore(), role))
        .AddHostedService(s => s.GetRequiredService<RecorderLease>());
}
