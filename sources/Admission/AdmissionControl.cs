using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OneLead.Sources.Http;

namespace OneLead.Sources.Admission;

/// <summary>
/// Admits requests that carry events, or refuses them before their bodies are read. It bounds the memory that bodies can
/// hold, so that many or slow senders cannot exhaust it, and the received bytes that are not yet answered, so that latency
/// stays low. A refusal costs almost nothing, so admitted requests keep their full throughput under overload. Senders that are
/// slow give their place to others when there is none left.
/// </summary>
internal sealed class AdmissionControl(
    IIngest ingest, IOptions<SourcesOptions> options, AdmissionMetrics metrics, TimeProvider clock)
{
    // A sender is slow if it has sent less than this after a while.
    private const int SlowBytesPerSecond = 32_768, MaxCompared = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly LinkedList<AdmittedRequest> _receiving = [];
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
        var admitted = new AdmittedRequest(this, size, clock.GetTimestamp());
        if (TryReserve(admitted, size) is { } exceeded)
            return Refuse(request, exceeded);
        try
        {
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = maxBytes;
            await admitted.ReadAsync(request);
            if (TryCountReceived(admitted))
                return admitted;
        }
        catch (OperationCanceledException) when (admitted.IsEvicted)
        {
            admitted.Dispose();
            metrics.CountRefused("slow");
            request.HttpContext.Response.Headers.Connection = "close";
            return new(Refusal.TooSlow.Problem("The body came slowly while others waited for its place. Nothing was stored."));
        }
        catch
        {
            admitted.Dispose();
            throw;
        }
        admitted.Dispose();
        return Refuse(request, "work");
    }

    internal void Release(AdmittedRequest admitted, int reserved, int received)
    {
        lock (_lock)
        {
            Received(admitted);
            if (admitted.IsEvicted)
                return;
            _requests--;
            _reserved -= reserved;
            _received -= received;
        }
    }

    // A request that is alone is admitted whatever its size; otherwise a large one could never get in.
    private string? TryReserve(AdmittedRequest admitted, int size)
    {
        lock (_lock)
        {
            var exceeded = Exceeded(size);
            while (exceeded is "requests" or "bytes" && TryEvictSlow())
                exceeded = Exceeded(size);
            if (exceeded is null)
            {
                (_requests, _reserved) = (_requests + 1, _reserved + size);
                admitted.Place = _receiving.AddLast(admitted);
            }
            return exceeded;
        }

        string? Exceeded(int size) =>
            ingest.IsOverloaded ? "events"
            : _requests >= _bounds.MaxIntakeRequests ? "requests"
            : _received >= _bounds.MaxIntakeWorkBytes ? "work"
            : _requests > 0 && _reserved + size > _bounds.MaxIntakeBytes ? "bytes"
            : null;
    }

    // The oldest are the slowest, because fast ones are soon received.
    private bool TryEvictSlow()
    {
        var slow = _receiving.Take(MaxCompared).FirstOrDefault(
            r => clock.GetElapsedTime(r.StartedAt) is var age && age > Patience && r.Received < age.TotalSeconds * SlowBytesPerSecond);
        if (slow is null)
            return false;
        Received(slow);
        _requests--;
        _reserved -= slow.Reserved;
        slow.Evict();
        return true;
    }

    private bool TryCountReceived(AdmittedRequest admitted)
    {
        lock (_lock)
        {
            if (_received > 0 && _received + admitted.Body.Length > _bounds.MaxIntakeWorkBytes)
                return false;
            Received(admitted);
            _received += admitted.Body.Length;
            admitted.IsCounted = true;
            return true;
        }
    }

    private void Received(AdmittedRequest admitted)
    {
        if (admitted.Place is { } place)
            _receiving.Remove(place);
        admitted.Place = null;
    }

    private AdmittedRequest Refuse(HttpRequest request, string exceeded)
    {
        metrics.CountRefused(exceeded);
        return new(Refusal.Overloaded.Problem(
            "The server is overloaded and took nothing. Retry after the delay in Retry-After.", request.HttpContext.Response,
            TimeSpan.FromSeconds(1)));
    }
}
