using System.Buffers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Sources.Admission;

/// <summary>The body of an admitted request, or the reason why it was refused. The body is valid until it is disposed of.</summary>
internal sealed class AdmittedRequest : IDisposable
{
    // The buffer grows with what arrives: a claimed Content-Length alone allocates no memory.
    private const int MinBuffer = 4_096, MaxFirstBuffer = 65_536;

    private readonly AdmissionControl? _admission;
    private readonly int _reserved;
    private byte[] _buffer = [];
    private int _length;

    public AdmittedRequest(AdmissionControl admission, int reserved) => (_admission, _reserved) = (admission, reserved);

    public AdmittedRequest(ProblemHttpResult refused) => Refused = refused;

    /// <summary>The answer to a request that was not admitted; else null.</summary>
    public ProblemHttpResult? Refused { get; }

    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, _length);

    /// <summary>True once the body counts towards the received bytes.</summary>
    internal bool IsCounted { get; set; }

    internal async ValueTask ReadAsync(HttpRequest request)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Clamp(_reserved, MinBuffer, MaxFirstBuffer));
        while (await request.Body.ReadAsync(_buffer.AsMemory(_length), request.HttpContext.RequestAborted) is var read and > 0)
        {
            _length += read;
            if (_length == _buffer.Length)
                Grow();
        }
    }

    public void Dispose()
    {
        _admission?.Release(_reserved, IsCounted ? _length : 0);
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _length) = ([], 0);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_length * 2);
        Body.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
