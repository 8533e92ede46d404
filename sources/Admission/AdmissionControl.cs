using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OneLead.Sources.Http;

namespace OneLead.Sources.Admission;

/// <summary>
/// Admits requests that carry events, or refuses them before their bodies are read. It bounds the memory that bodies can
/// hold, so that many or slow senders cannot exhaust it, and the received bytes that are not yet answered, so that latency
/// stays low. A refusal costs almost nothing, so admitted requests keep their full throughput under overload.
/// </summary>
internal sealed class AdmissionControl(IIngest ingest, IOptions<SourcesOptions> options, AdmissionMetrics metrics)
{
    private readonly Lock _lock = new();
    private readonly SourcesOptions _bounds = options.Value;
    private int _requests;
    private long _reserved, _received;

    /// <summary>Admitted requests that are not yet answered.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Bytes reserved for the bodies of those requests.</summary>
    public long ReservedBytes => Interlocked.Read(ref _reserved);

    /// <summary>Bytes of those bodies that have been received completely.</summary>
    public long ReceivedBytes => Interlocked.Read(ref _received);

    /// <summary>Reserves room for a request and reads its body. Dispose of the result when the request has been answered.</summary>
    /// <exception cref="BadHttpRequestException">The body is too large, or ends early.</exception>
    public async ValueTask<AdmittedRequest> AdmitAsync(HttpRequest request, int maxBytes)
    {
        var size = (int)Math.Min(request.ContentLength ?? maxBytes, maxBytes);
        if (TryReserve(size) is { } exceeded)
            return Refuse(request, exceeded);
        var admitted = new AdmittedRequest(this, size);
        try
        {
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = maxBytes;
            await admitted.ReadAsync(request);
            if (TryCountReceived(admitted))
                return admitted;
        }
        catch
        {
            admitted.Dispose();
            throw;
        }
        admitted.Dispose();
        return Refuse(request, "work");
    }

    internal void Release(int reserved, int received)
    {
        lock (_lock)
        {
            _requests--;
            _reserved -= reserved;
            _received -= received;
        }
    }

    // A request that is alone is admitted whatever its size; otherwise a large one could never get in.
    private string? TryReserve(int size)
    {
        lock (_lock)
        {
            var exceeded = ingest.IsOverloaded ? "events"
                : _requests >= _bounds.MaxIntakeRequests ? "requests"
                : _received >= _bounds.MaxIntakeWorkBytes ? "work"
                : _requests > 0 && _reserved + size > _bounds.MaxIntakeBytes ? "bytes"
                : null;
            if (exceeded is null)
                (_requests, _reserved) = (_requests + 1, _reserved + size);
            return exceeded;
        }
    }

    private bool TryCountReceived(AdmittedRequest admitted)
    {
        lock (_lock)
        {
            if (_received > 0 && _received + admitted.Body.Length > _bounds.MaxIntakeWorkBytes)
                return false;
            _received += admitted.Body.Length;
            admitted.IsCounted = true;
            return true;
        }
    }

    private AdmittedRequest Refuse(HttpRequest request, string exceeded)
    {
        metrics.CountRefused(exceeded);
        request.HttpContext.Response.Headers.RetryAfter = "1";
        return new(Refusal.Overloaded.Problem("The server is overloaded and took nothing. Retry after the delay in Retry-After."));
    }
}
