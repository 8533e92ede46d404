using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace OneLead.Web.Tenants;

/// <summary>
/// The server of an organisation's host. It listens nowhere: the installation hands it requests, with their connections and bodies.
/// </summary>
internal sealed class TenantServer : IServer
{
    // What the installation has found out about a request, for its own services.
    private static readonly HashSet<Type> NotPassedOn =
    [
        typeof(IServiceProvidersFeature), typeof(IItemsFeature), typeof(IEndpointFeature), typeof(IRouteValuesFeature),
        typeof(IHttpAuthenticationFeature), typeof(IHttpActivityFeature), typeof(IHttpMetricsTagsFeature),
    ];

    // One that ignores its end must not keep the organisation from leaving.
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly HashSet<HttpContext> _inFlight = [];
    private TaskCompletionSource? _idle;
    private Func<IFeatureCollection, Task>? _handle;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Runs a request in the organisation's host.</summary>
    /// <returns>False if the host does not serve, or not any more. Then nothing was done.</returns>
    public async Task<bool> TryHandleAsync(HttpContext outer)
    {
        Func<IFeatureCollection, Task>? handle;
        lock (_gate)
        {
            handle = _handle;
            if (handle is null)
                return false;
            _inFlight.Add(outer);
        }
        try
        {
            var features = new FeatureCollection();
            foreach (var (type, feature) in outer.Features)
            {
                if (!NotPassedOn.Contains(type))
                    features[type] = feature;
            }
            await handle(features);
            return true;
        }
        finally
        {
            lock (_gate)
            {
                _inFlight.Remove(outer);
                if (_inFlight.Count == 0)
                    _idle?.TrySetResult();
            }
        }
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        lock (_gate)
            _handle = features => HandleAsync(application, features);
        return Task.CompletedTask;
    }

    /// <summary>Waits for the requests in flight, and aborts them when the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task idle;
        lock (_gate)
        {
            _handle = null;
            if (_inFlight.Count == 0)
                return;
            idle = (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
        try
        {
            await idle.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Abort();
            await idle.WaitAsync(EndsWithin, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
    }

    private void Abort()
    {
        HttpContext[] open;
        lock (_gate)
            open = [.. _inFlight];
        foreach (var context in open)
            context.Abort();
    }

    private static async Task HandleAsync<TContext>(IHttpApplication<TContext> application, IFeatureCollection features)
        where TContext : notnull
    {
        var context = application.CreateContext(features);
        try
        {
            await application.ProcessRequestAsync(context);
        }
        catch (Exception e)
        {
            application.DisposeContext(context, e);
            throw;
        }
        application.DisposeContext(context, null);
    }
}
