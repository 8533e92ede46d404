using OneLead.Storage;
using OneLead.Web.Cli;

namespace OneLead.Web.Tenants;

/// <summary>The state of an organisation on this node.</summary>
internal enum ServingState
{
    Starting,
    Running,
    Failed,
    Leaving,
}

/// <summary>Runs the host of one organisation until it is stopped, and starts it again when it fails.</summary>
/// <param name="build">Builds the organisation's host, with further services.</param>
internal sealed partial class TenantHost(
    Tenant tenant, Func<Tenant, Action<IServiceCollection>, WebApplication> build, SemaphoreSlim starts, TimeProvider clock,
    ILogger<TenantHost> log) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private TenantServer? _server;
    private Task? _run;
    private string? _problem;

    public Tenant Tenant => tenant;

    /// <summary>What the last start failed with; null if it has not failed.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    public ServingState State =>
        _stop.IsCancellationRequested ? ServingState.Leaving
        : Volatile.Read(ref _server) is not null ? ServingState.Running
        : Problem is null ? ServingState.Starting
        : ServingState.Failed;

    public void Start() => _run = Task.Run(RunAsync);

    /// <inheritdoc cref="TenantServer.TryHandleAsync"/>
    public Task<bool> TryHandleAsync(HttpContext context) =>
        Volatile.Read(ref _server) is { } server ? server.TryHandleAsync(context) : Task.FromResult(false);

    /// <summary>Lets the host end its work. Requests in flight are answered.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_run is { } run)
            await run;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var started = clock.GetTimestamp();
                await ServeAsync();
                // It stops by itself to rebuild what is damaged.
                if (clock.GetElapsedTime(started) > LongestPause)
                    pause = FirstPause;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                if (_stop.IsCancellationRequested)
                    break;
                Volatile.Write(ref _problem, e.Message);
                if (e is CommandFailedException || StoreFailures.IsExpected(e))
                    LogProblem(tenant.Name, e.Message);
                else
                    LogFailed(e, tenant.Name);
            }
            await Task.Delay(pause, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ServeAsync()
    {
        var server = new TenantServer();
        await using var app = build(tenant, services => services
            .AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer>(server)
            .AddSingleton<IHostLifetime>(new StoppedByInstallation()));
        await StartAsync(app);
        Volatile.Write(ref _problem, null);
        LogServes(tenant.Name);
        // Whatever is damaged and derived is rebuilt by the next start.
        using var restart = app.Services.GetRequiredService<StoreHealth>().RestartNeeded.Register(app.Lifetime.StopApplication);
        await using var stop = _stop.Token.Register(app.Lifetime.StopApplication);
        Volatile.Write(ref _server, server);
        try
        {
            await app.WaitForShutdownAsync(CancellationToken.None);
        }
        finally
        {
            Volatile.Write(ref _server, null);
        }
    }

    // Many organisations would take the processors from those that have started.
    private async Task StartAsync(WebApplication app)
    {
        await starts.WaitAsync(_stop.Token);
        try
        {
            await app.StartAsync(_stop.Token);
        }
        finally
        {
            starts.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving the organisation {Tenant}")]
    private partial void LogServes(string tenant);

    [LoggerMessage(Level = LogLevel.Error, Message = "The organisation {Tenant} is not served: {Problem} Trying again")]
    private partial void LogProblem(string tenant, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "The organisation {Tenant} is not served; trying again")]
    private partial void LogFailed(Exception e, string tenant);

    /// <summary>The signals of the process are for the installation, which stops the organisations.</summary>
    private sealed class StoppedByInstallation : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
