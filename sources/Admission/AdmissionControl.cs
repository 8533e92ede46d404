using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OneLead.Sources.Http;

namespace OneLead.Sources.Admission;

/// <summary>
/// Lets requests in that bring events, or refuses them before anything of their bodies is read. Two things are bounded: what
/// bodies may hold of memory, so that many or slow senders cannot fill it, and what was received and is not answered yet,
/// so that nobody waits long. What comes on top is refused for next to nothing, and the rest goes on at its full rate.
/// </summary>
internal sealed class AdmissionControl(IIngest ingest, IOptions<SourcesOptions> options, AdmissionMetrics metrics)
{
    private readonly Lock _lock = new();
    private readonly SourcesOptions _bounds = options.Value;
    private int _requests;
    private long _held, _working;

    /// <summary>Requests that were let in and are not answered yet.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Bytes that were set aside for the bodies of those requests.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Bytes of those bodies that have been received.</summary>
    public long Working => Interlocked.Read(ref _working);

    /// <summary>Finds room for a request and receives its body; dispose of it when the request is answered.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than it may be, or ends early.</exception>
    public async ValueTask<AdmittedRequest> Receive(HttpRequest request, int maxBytes)
    {
        var size = (int)Math.Min(request.ContentLength ?? maxBytes, maxBytes);
        if (Enter(size) is { } bound)
            return Refuse(request, bound);
        var received = new AdmittedRequest(this, size);
        try
        {
            if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = maxBytes;
            await received.Read(request);
            if (Work(received))
                return received;
        }
        catch
        {
            received.Dispose();
            throw;
        }
        received.Dispose();
        return Refuse(request, "work");
    }

    internal void Leave(int held, int working)
    {
        lock (_lock)
        {
            _requests--;
            _held -= held;
            _working -= working;
        }
    }

    // Whatever its size, one that is alone is let in.
    private string? Enter(int size)
    {
        lock (_lock)
        {
            var bound = ingest.IsOverloaded ? "events"
                : _requests >= _bounds.MaxIntakeRequests ? "requests"
                : _working >= _bounds.MaxIntakeWorkBytes ? "work"
                : _requests > 0 && _held + size > _bounds.MaxIntakeBytes ? "bytes"
                : null;
            if (bound is null)
                (_requests, _held) = (_requests + 1, _held + size);
            return bound;
        }
    }

    private bool Work(AdmittedRequest received)
    {
        lock (_lock)
        {
            if (_working > 0 && _working + received.Body.Length > _bounds.MaxIntakeWorkBytes)
                return false;
            _working += received.Body.Length;
            received.IsWorking = true;
            return true;
        }
    }

    private AdmittedRequest Refuse(HttpRequest request, string bound)
    {
        metrics.Refused(bound);
        request.HttpContext.Response.Headers.RetryAfter = "1";
        return new(Refusal.Overloaded.Problem("More is being received than can be worked off; nothing was taken of this. Try again after Retry-After seconds."));
    }
}
